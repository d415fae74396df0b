"""What is written by the register itself and only read here: events, and looks at secrets."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path

from ..domain.text import fold
from ..models import EntryRecord, RegisterEvent, SecretLook, WorkGroup
from ..queries.history import changes_of, entries_between
from ..queries.staff import staff_name
from .bases import ClosedLookups, ReadOnly, Scoped, Titled


@admin.register(RegisterEvent)
class RegisterEventAdmin(Titled, Scoped, ReadOnly, ClosedLookups, admin.ModelAdmin):
    """The log."""

    list_display = ["number", "action", "group", "effective_text", "document", "by", "recorded_at"]
    list_display_links = ["number", "action"]
    list_filter = ["action", "effective_on"]
    date_hierarchy = "recorded_at"
    list_select_related = ["group", "document", "actor"]
    search_fields = ["group__code"]
    search_help_text = "Tìm theo mã số hoặc tên nhóm (kể cả tên cũ); gõ không dấu cũng được."
    nothing_yet = "Sổ chưa có sự kiện nào. Mỗi việc làm với một nhóm sẽ ghi thành một sự kiện ở đây."
    fields = [
        "number",
        "action",
        "group",
        "related_group",
        "changes",
        "effective_text",
        "document",
        "reason",
        "by",
        "recorded_at",
    ]

    @admin.display(description="người ghi", ordering="actor")
    def by(self, event):
        return staff_name(event.actor)

    def get_search_results(self, request, queryset, search_term):
        if not fold(search_term):
            return queryset, False
        return queryset.filter(group__in=WorkGroup.objects.matching(search_term).order_by().values("pk")), False

    def get_urls(self):
        view = self.admin_site.admin_view(self.done_view)
        return [path("da-ghi/<int:first>-<int:last>/", view, name="groups_registerevent_done"), *super().get_urls()]

    def done_view(self, request, first: int, last: int):
        """Show what one act on many groups wrote: events in a row, of one person, at one moment."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        entries = entries_between(first, last, user=request.user)
        if not entries:
            raise Http404
        context = {**self.admin_site.each_context(request), "opts": self.opts, "entries": entries, "title": "Đã ghi"}
        return TemplateResponse(request, "admin/groups/registerevent/done.html", context)

    @admin.display(description="hiệu lực từ", ordering="effective_on")
    def effective_text(self, event):
        return event.effective_text

    @admin.display(description="nội dung thay đổi")
    def changes(self, event):
        return render_to_string("admin/includes/changes.html", {"changes": changes_of(event)})


@admin.register(SecretLook)
class SecretLookAdmin(Titled, Scoped, ReadOnly, ClosedLookups, admin.ModelAdmin):
    """Who looked at which secret."""

    list_display = ["at", "by", "what", "group", "person", "report"]
    list_filter = [("by", admin.RelatedOnlyFieldListFilter), "what"]
    list_select_related = ["by", "group", "person", "report"]
    nothing_yet = "Chưa ai xem liên kết mời, điện thoại hay thư điện tử. Mỗi lượt xem sẽ được ghi ở đây."


@admin.register(EntryRecord)
class EntryRecordAdmin(Titled, Scoped, ReadOnly, ClosedLookups, admin.ModelAdmin):
    """Who signed in, or could not."""

    list_display = ["at", "user", "what", "by", "address"]
    list_filter = ["what", ("user", admin.RelatedOnlyFieldListFilter), "at"]
    list_select_related = ["user", "by"]
    nothing_yet = "Chưa có lượt đăng nhập nào được ghi."
