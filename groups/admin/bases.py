"""Shapes that several admin classes share."""

from django.contrib import admin

from ..domain.text import fold


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


class NeverDeleted(admin.ModelAdmin):
    """A noun that events may name: it is retired, not deleted."""

    def has_delete_permission(self, request, obj=None):
        return False
