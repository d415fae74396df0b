"""Notes on the page of a group, and the form that adds one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from ..models import WorkGroup
from ..models.group_note import NOTE_LENGTH
from ..queries.history import Entry
from ..queries.permissions import may_note, may_see_notes
from ..services.errors import ActRefused
from ..services.notes import add_note
from .basis import area


class NoteForm(forms.Form):
    """The text alone: who and when are known."""

    text = area(
        "Ghi chú mới",
        max_length=NOTE_LENGTH,
        help_text="Chỉ cán bộ thấy, không công khai. Đã ghi thì không sửa, không xoá được; không ghi liên kết mời, "
        "số điện thoại, thư điện tử.",
        error_messages={"required": "Hãy viết nội dung ghi chú."},
    )


class NoteViews:
    """Mixed into the admin class of groups."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.note_view)
        return [path("<int:pk>/ghi-chu/", view, name="groups_workgroup_note"), *super().get_urls()]

    def note_view(self, request, pk: int):
        """Add a note; where it is refused, show it again with the reason."""
        group = self._group(request, pk)
        if not may_note(request.user):
            raise PermissionDenied
        form = NoteForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                add_note(group=group, text=form.cleaned_data["text"], by=request.user, now=timezone.now())
            except ActRefused as error:
                form.add_error("text", str(error))
            else:
                messages.success(request, "Đã ghi chú.")
                return redirect(f"{reverse('admin:groups_workgroup_change', args=[group.pk])}#notes")
        context = self._context(request, group=group, note_form=form, title="Ghi chú về nhóm")
        return TemplateResponse(request, "admin/groups/workgroup/note.html", context)

    def _about(self, request, group: WorkGroup, history: list[Entry]) -> dict:
        seen = may_see_notes(request.user)
        own = {
            "notes": group.notes.select_related("by") if seen else None,
            "note_form": NoteForm() if may_note(request.user) else None,
        }
        return {**super()._about(request, group, history), **own}
