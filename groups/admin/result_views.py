"""What one does with a filtered list of groups: take it away as a sheet, keep the filter for another day."""

from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from ..documents.workbook import render_rows
from ..queries.permissions import may_export
from ..queries.staff_table import HEADINGS, staff_rows
from ..services.errors import ActRefused
from ..services.exporting import Form
from ..services.filters import drop_filter, keep_filter

#: What the address of a list holds besides filters: the search and the order.
_PLAIN = {"q", "o"}
#: Where the session holds the name under which a filter could not be kept, until the list shows it again.
_TYPED = "filter_name_refused"
_LONGEST = 200  # characters; of a longer one the beginning comes back


class ResultViews:
    """Mixed into the admin class of groups."""

    def get_urls(self):
        site = self.admin_site.admin_view
        own = [
            path("xuat-ket-qua.xlsx", site(self.result_view), name="groups_workgroup_result"),
            path("bo-loc/", site(self.keep_view), name="groups_workgroup_keep_filter"),
            path("bo-loc/<int:pk>/bo/", site(self.drop_view), name="groups_workgroup_drop_filter"),
        ]
        return own + super().get_urls()

    def result_view(self, request):
        """Send what the same address would list, all pages of it, as a workbook."""
        if not may_export(request.user):
            raise PermissionDenied
        groups, now = self.get_changelist_instance(request).queryset, timezone.now()
        content = render_rows("Kết quả lọc", HEADINGS, staff_rows(groups), timestamp=now)
        response = HttpResponse(content, content_type=Form.XLSX.content_type)
        name = f"nhom-{timezone.localdate(now):%Y-%m-%d}.xlsx"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @method_decorator(require_POST)
    def keep_view(self, request):
        """Keep the filter of the page one comes from."""
        query = self._filters_of(request, request.POST.get("query", ""))
        try:
            kept = keep_filter(by=request.user, name=request.POST.get("name", ""), query=query)
        except ActRefused as error:
            messages.error(request, str(error))
            request.session[_TYPED] = request.POST.get("name", "")[:_LONGEST]
        else:
            messages.success(request, f"Đã lưu bộ lọc “{kept}”.")
        return self._back(query)

    @method_decorator(require_POST)
    def drop_view(self, request, pk: int):
        """Forget a kept filter."""
        drop_filter(by=request.user, pk=pk)
        return self._back(self._filters_of(request, request.POST.get("query", "")))

    @staticmethod
    def refused_name(request) -> str:
        """Return the name under which a filter was not kept just now, once; an empty string where none was refused."""
        return request.session.pop(_TYPED, "")

    def _filters_of(self, request, query: str) -> str:
        """Return only what the list may be asked, so that a kept filter never leads to an error."""
        pairs = parse_qsl(query.replace("\x00", ""))
        return urlencode(
            [(key, value) for key, value in pairs if key in _PLAIN or self.lookup_allowed(key, value, request)]
        )

    @staticmethod
    def _back(query: str) -> HttpResponseRedirect:
        return HttpResponseRedirect(f"{reverse('admin:groups_workgroup_changelist')}?{query}")
