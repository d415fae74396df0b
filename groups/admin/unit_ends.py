"""A unit is dissolved or merged: every line of members that names it is shown, with what it becomes."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from ..domain.status import Action
from ..models import RegisterEvent, Unit
from ..queries.authorities import authorities_of
from ..queries.own_hosts import site_address
from ..queries.permissions import may_end_unit
from ..queries.standing import marks_of
from ..queries.unit_lines import UnitLine, kept_by, lines_naming, spelled, staff_of, without
from ..services.errors import ActRefused
from ..services.transactions import transactional
from ..services.unit_ends import end_unit
from .basis import BasisForm
from .letter_forms import PREVIEW
from .picks import pick_unit

#: Of more lines those that stay are ticked: a browser sends every tick, and Django takes 1,000 fields of a form.
_TICKED = 400


class UnitEndForm(BasisForm):
    """Into which unit, which lines change (those ticked), and what the act rests on.

    Where there are very many lines, all change but those ticked.
    """

    successor = pick_unit(
        label="Đơn vị kế thừa",
        required=False,
        help_text="Đơn vị nhận sáp nhập. Để trống nếu đơn vị giải thể, không có đơn vị kế thừa.",
    )

    def __init__(self, *args, unit: Unit, authority, **kwargs):
        super().__init__(*args, action=Action.CHANGE_MEMBERS, authority=authority, **kwargs)
        self.unit = unit
        self.found = list(lines_naming(unit, authority, self.user))
        groups = {line.group_id: line.group for line in self.found}
        self.marks = list(marks_of(groups.values()).values())
        self.by_exception = len(self.found) > _TICKED
        self.box = "kept" if self.by_exception else "lines"
        self.sent = set(self.data.getlist(self.box)) if self.is_bound else set()
        self.fields["document"].help_text = "Bắt buộc. Gõ số, ký hiệu hoặc trích yếu."
        self.fields["effective_on"].label = "Giải thể, sáp nhập từ ngày"

    def rows(self) -> list[tuple[UnitLine, bool]]:
        """Each line that names the unit, what it becomes, and whether it is ticked."""
        heir = getattr(self, "cleaned_data", {}).get("successor")
        is_open = not self.is_bound or "successor" in self.errors
        name = heir.name if heir else "(đơn vị kế thừa)" if is_open else ""
        lines = [UnitLine(line, without(line.units, spelled(self.unit), name)) for line in self.found]
        all_ticked = not self.is_bound and not self.by_exception
        return [(each, all_ticked or str(each.member.pk) in self.sent) for each in lines]

    def changing(self) -> set[int]:
        """Return the keys of the lines to change."""
        sent = {int(key) for key in self.sent if key.isascii() and key.isdecimal()}
        return {line.pk for line in self.found} - sent if self.by_exception else sent

    @property
    def acted_on(self):
        return [line.group for line in self.found]

    def clean(self):
        data = super().clean()
        if self.data.get("box", self.box) != self.box:  # the ticks on that page meant the contrary
            raise forms.ValidationError(
                "Số dòng vừa thay đổi sau khi bạn mở trang này. Chưa có gì được ghi; hãy tải lại trang."
            )
        if data.get("successor") == self.unit:
            self.add_error("successor", "Đây chính là đơn vị giải thể, sáp nhập: hãy chọn đơn vị khác.")
        if not data.get("document") and not data.get("new_number") and "document" not in self.errors:
            self.add_error("document", "Việc này phải có văn bản làm căn cứ: hãy chọn, hoặc ghi văn bản mới.")
        return data

    @transactional
    def perform(self, *, by, now) -> list[RegisterEvent]:
        """End the unit, and record the new document it rests on: all of it, or nothing."""
        return end_unit(
            unit=self.unit,
            successor=self.cleaned_data["successor"],
            lines=self.changing(),
            seen=" ".join(self.data.getlist("seen")).split(),
            **self.basis(by=by, now=now),
        )


class UnitEndViews:
    """Mixed into the admin class of units: the page that ends one."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.end_view)
        return [path("<int:pk>/giai-the/", view, name="groups_unit_end"), *super().get_urls()]

    def may_end(self, request, unit: Unit) -> bool:
        """Whether the act is offered on the page of ``unit``."""
        return unit.ended_on is None and may_end_unit(request.user) and self.has_change_permission(request, unit)

    def end_view(self, request, pk: int):
        """Ask into which unit and on what ground a unit ends, and end it."""
        if not may_end_unit(request.user):
            raise PermissionDenied
        unit = self.get_object(request, str(pk))
        if unit is None:
            raise Http404
        if not self.has_change_permission(request, unit):
            raise PermissionDenied
        offices = list(authorities_of(request.user))
        office = next((each for each in offices if str(each.pk) == request.GET.get("office")), None)
        office = office or next(iter(offices), None)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "unit": unit,
            "title": "Giải thể, sáp nhập đơn vị",
            "kept": kept_by(unit)[:10],
            "staff": staff_of(unit, request.user).count(),
            "media": self.media,
        }
        if unit.ended_on or office is None or context["kept"]:
            return TemplateResponse(request, "admin/groups/unit/end.html", context)
        form = UnitEndForm(
            request.POST or None,
            unit=unit,
            authority=office,
            today=timezone.localdate(),
            site=site_address(request.build_absolute_uri("/")),
            user=request.user,
        )
        if request.method == "POST" and form.is_valid() and (answer := self._done(request, form)) is not None:
            return answer
        context |= {
            "form": form,
            "letters": form.letters(request.user),
            "office": office,
            "other_offices": [each for each in offices if each != office],
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/groups/unit/end.html", context)

    def _done(self, request, form: UnitEndForm):
        try:
            if PREVIEW in request.POST:
                form.rehearse(by=request.user, now=timezone.now())
                return None
            events = form.perform(by=request.user, now=timezone.now())
        except ActRefused as error:
            form.add_error(None, str(error))
            return None
        ended = Unit.objects.select_related("successor").get(pk=form.unit.pk)
        told = [f"Đã ghi: {ended} {ended.end_text}."]
        if not events:
            told.append("Không nhóm nào phải đổi thành viên.")
        if staff := staff_of(ended, request.user).count():
            told.append(f"Còn {staff} người ghi ở đơn vị này: hãy đổi đơn vị của họ ở mục Người.")
        self.message_user(request, " ".join(told))
        if not events:
            return redirect("admin:groups_unit_change", ended.pk)
        return redirect("admin:groups_registerevent_done", events[0].number, events[-1].number)
