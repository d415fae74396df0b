"""Filters of the list of groups."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from ..domain.vocabulary import GroupRole
from ..models import Person
from ..queries.overview import confirm_limit, with_departed_lead, with_open_directives
from ..queries.scope import in_scope


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


class MineFilter(SimpleListFilter):
    """Groups that I recorded."""

    title = "người ghi"
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        return [("1", "Tôi ghi")]

    def queryset(self, request, queryset):
        return queryset.filter(recorded_by=request.user) if self.value() else queryset


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
