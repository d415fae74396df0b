"""Filters of the list of groups."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from ..domain.reasons import REASONS
from ..domain.status import Status
from ..domain.tasks import DUE_LABELS, FULFILLED_BY
from ..domain.vocabulary import DIRECTIVE_LABELS, GroupRole
from ..models import Person
from ..queries.overview import confirm_limit, with_departed_lead, with_open_directives
from ..queries.scope import in_scope
from ..queries.tasks import due_when


class DirectiveFilter(SimpleListFilter):
    """Groups with a directive still to be carried out."""

    title = "hướng xử lý"
    parameter_name = "directive"

    def lookups(self, request, model_admin):
        return [("open", "Chưa thực hiện")]

    def queryset(self, request, queryset):
        return with_open_directives(queryset) if self.value() == "open" else queryset


class LeadFilter(SimpleListFilter):
    """Groups by the person who leads them now."""

    title = "trưởng nhóm"
    parameter_name = "lead"

    def lookups(self, request, model_admin):
        leads = Person.objects.filter(administrations__role=GroupRole.LEAD, administrations__ended_on__isnull=True)
        people = [(str(person.pk), person.full_name) for person in in_scope(leads, request.user).distinct()]
        return [*people, ("post", "Chỉ ghi chức vụ"), ("departed", "Đã thôi công tác")]

    def queryset(self, request, queryset):
        value = self.value()
        if value == "departed":
            return with_departed_lead(queryset)
        current = {"administrators__role": GroupRole.LEAD, "administrators__ended_on__isnull": True}
        if value == "post":
            return queryset.filter(administrators__person__isnull=True, **current)
        if value and value.isascii() and value.isdecimal():
            return queryset.filter(administrators__person=int(value), **current)
        return queryset


class ConfirmFilter(SimpleListFilter):
    """Official groups that nobody has confirmed for long."""

    title = "xác nhận"
    parameter_name = "confirm"

    def lookups(self, request, model_admin):
        return [("old", "Đã lâu chưa xác nhận")]

    def queryset(self, request, queryset):
        old = confirm_limit(timezone.localdate())
        return queryset.unconfirmed_since(old) if self.value() == "old" else queryset


class ReasonFilter(SimpleListFilter):
    """Proposals that came back, by the reason that was named."""

    title = "lý do trả lại"
    parameter_name = "reason"

    def lookups(self, request, model_admin):
        return [(code.value, reason.label) for code, reason in REASONS.items()]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(status=Status.RETURNED, last_event__public__reason_code=self.value())


class MineFilter(SimpleListFilter):
    """Groups that I recorded."""

    title = "người ghi"
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        return [("1", "Tôi ghi")]

    def queryset(self, request, queryset):
        return queryset.filter(recorded_by=request.user) if self.value() else queryset


class DueFilter(SimpleListFilter):
    """Tasks by how they stand to their day."""

    title = "hạn"
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return list(DUE_LABELS.items())

    def queryset(self, request, queryset):
        return due_when(queryset, self.value() or "", timezone.localdate())


class KindFilter(SimpleListFilter):
    """Tasks by what is to be done; directives that ask for no act are no tasks."""

    title = "việc"
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [(kind.value, DIRECTIVE_LABELS[kind]) for kind in FULFILLED_BY]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


class DoneFilter(SimpleListFilter):
    """Tasks still to be done, unless one asks for those that are done."""

    title = "tình trạng"
    parameter_name = "done"

    def lookups(self, request, model_admin):
        return [("yes", "Đã thực hiện"), ("all", "Mọi việc")]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        yield first | {"display": "Chưa thực hiện"}
        yield from others

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.filter(done_on__isnull=self.value() != "yes")


class SignedFilter(SimpleListFilter):
    """Published lists that still wait for a signed copy."""

    title = "bản ký"
    parameter_name = "signed"

    def lookups(self, request, model_admin):
        return [("no", "Chưa có bản ký")]

    def queryset(self, request, queryset):
        return queryset.unsigned() if self.value() == "no" else queryset


class StandingFilter(SimpleListFilter):
    """Reports that still warn, or were withdrawn."""

    title = "hiệu lực"
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [("yes", "Đang cảnh báo"), ("no", "Đã rút lại")]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.standing()
        return queryset.filter(withdrawn_at__isnull=False) if self.value() == "no" else queryset


class EndFilter(SimpleListFilter):
    """Units that were dissolved or merged, or were not."""

    title = "giải thể, sáp nhập"
    parameter_name = "ended"

    def lookups(self, request, model_admin):
        return [("no", "Chưa giải thể, sáp nhập"), ("dissolved", "Đã giải thể"), ("merged", "Đã sáp nhập")]

    def queryset(self, request, queryset):
        match self.value():
            case "no":
                return queryset.filter(ended_on__isnull=True)
            case "dissolved":
                return queryset.filter(ended_on__isnull=False, successor__isnull=True)
            case "merged":
                return queryset.filter(successor__isnull=False)
        return queryset
