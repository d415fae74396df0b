"""Shapes that several admin classes share."""

from django.contrib import admin
from django.utils.text import capfirst

from ..domain.text import fold

#: A number of more digits than this is no row's, and more than a database can hold.
DIGITS = 18
#: What a filter of a list may add to the name of its field.
_ADDED = {"exact", "isnull", "in", "gte", "gt", "lte", "lt", "year", "month", "day", "id"}


class ClosedLookups:
    """Only the filters on the page may be asked in its address.

    Django lets any field of the model be asked ("?phone__startswith=09"), which tells by and by what the page hides.
    """

    def lookup_allowed(self, lookup, value, request):
        offered = {self.date_hierarchy}
        for each in self.get_list_filter(request):
            offered.add(getattr(each, "parameter_name", None) or (each if isinstance(each, str) else each[0]))
        field, *added = lookup.split("__")
        return field in offered and set(added) <= _ADDED


class KeyedSearch:
    """Search a table by its folded key, so that nobody needs diacritics."""

    key = "name_key"
    search_fields = ["name_key"]
    search_help_text = "Gõ không dấu cũng được."

    def get_search_results(self, request, queryset, search_term):
        for word in fold(search_term).split():
            queryset = queryset.filter(**{f"{self.key}__contains": word})
        return queryset, False


class ReadOnly:
    """A table that nobody adds to, changes or deletes by hand, not even a superuser."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class Titled:
    """A list is headed by what it lists, not by an order to choose."""

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})


class NeverDeleted(Titled, ClosedLookups, admin.ModelAdmin):
    """A noun that events may name: it is retired, not deleted."""

    def has_delete_permission(self, request, obj=None):
        return False
