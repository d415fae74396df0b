"""Shapes that several admin classes share."""

from copy import deepcopy

from django.contrib import admin, messages
from django.contrib.admin.views.main import ERROR_FLAG
from django.http import Http404
from django.utils.text import capfirst

from ..domain.importing import Kind
from ..domain.text import fold
from ..queries.permissions import may_import
from ..queries.scope import in_scope
from .publicity import Publicised
from .sent_once import SentOnce
from .stale import Careful

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


def narrow(fields: dict, user) -> None:
    """Let the fields that pick rows offer only what ``user`` may see. Each is copied: a form class is shared by all."""
    for name, field in fields.items():
        if getattr(field, "queryset", None) is not None:
            fields[name] = deepcopy(field)
            fields[name].queryset = in_scope(field.queryset, user)


class NarrowedFields:
    """What a form of the admin lets one pick is of one's own offices."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        narrow(form.base_fields, request.user)
        return form


class NarrowedRows:
    """As :class:`NarrowedFields`, for the rows of an inline."""

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        narrow(formset.form.base_fields, request.user)
        return formset


class Scoped(Publicised, NarrowedFields):
    """A table of which one sees the rows of one's own offices; any other row is as if it did not exist."""

    def get_queryset(self, request):
        return in_scope(super().get_queryset(request), request.user)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404


class KeyedSearch:
    """Search a table by its folded key, so that nobody needs diacritics."""

    key = "name_key"
    search_fields = ["name_key"]
    search_help_text = "Gõ không dấu cũng được."

    def get_search_results(self, request, queryset, search_term):
        for word in fold(search_term).split():
            queryset = queryset.filter(**{f"{self.key}__contains": word})
        return queryset, False


class Importable:
    """A list of what can be imported from a sheet of ``import_kind``."""

    import_kind: Kind
    change_list_template = "admin/groups/importable_change_list.html"

    def changelist_view(self, request, extra_context=None):
        own = {"may_import": may_import(request.user, self.import_kind), "import_kind": self.import_kind.value}
        return super().changelist_view(request, own | (extra_context or {}))


class ReadOnly:
    """A table that nobody adds to, changes or deletes by hand, not even a superuser."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class Titled:
    """A list is headed by what it lists, not by an order to choose; a page that it has not is told of."""

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        answer = super().changelist_view(request, {"title": title, **(extra_context or {})})
        shown = (getattr(answer, "context_data", None) or {}).get("cl")
        # Of several pages Django leads on to the first, with this flag; of one it shows that.
        if shown and (ERROR_FLAG in request.GET or not 1 <= shown.page_num <= shown.paginator.num_pages):
            messages.warning(request, "Danh sách không có trang hoặc bộ lọc vừa hỏi: dưới đây là danh sách từ đầu.")
        return answer


class NeverDeleted(SentOnce, Careful, Titled, Scoped, ClosedLookups, admin.ModelAdmin):
    """A noun that events may name: it is retired, not deleted."""

    def has_delete_permission(self, request, obj=None):
        return False
