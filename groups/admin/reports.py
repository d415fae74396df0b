"""The desk for reported chats: what was confirmed stands; a mistake is taken back, never wiped away."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from ..domain.abbreviations import name_key
from ..domain.lookalikes import skeleton
from ..models import ReportedChat
from ..queries.permissions import may_report, may_reveal_links
from ..queries.staff import staff_name
from ..services.errors import ActRefused
from ..services.recording import reveal_reported_link
from .bases import ClosedLookups, ReadOnly, Scoped, Titled, narrow
from .filters import StandingFilter
from .report_forms import ReportForm, WithdrawForm


@admin.register(ReportedChat)
class ReportedChatAdmin(Titled, Scoped, ReadOnly, ClosedLookups, admin.ModelAdmin):
    """Chats confirmed not to be ours. Nobody types over one or deletes it, not even a superuser."""

    list_display = ["shown_name", "state", "confirmed_at", "confirmed_by_name"]
    list_filter = [StandingFilter]
    nothing_yet = "Chưa có nhóm lạ nào được xác nhận. Ghi ở đây để hiệu trưởng tra cứu được cảnh báo ngay."
    list_select_related = ["confirmed_by"]
    search_fields = ["squash"]
    search_help_text = "Tìm theo tên; gõ không dấu cũng được."
    change_list_template = "admin/groups/reportedchat/change_list.html"

    @admin.display(description="tên nhóm", ordering="squash")
    def shown_name(self, report):
        return str(report)

    @admin.display(description="hiệu lực", ordering="withdrawn_at")
    def state(self, report):
        return render_to_string("admin/includes/report_badge.html", {"report": report})

    @admin.display(description="người xác nhận", ordering="confirmed_by")
    def confirmed_by_name(self, report):
        return staff_name(report.confirmed_by)

    def has_add_permission(self, request, obj=None):
        return may_report(request.user)

    def get_search_results(self, request, queryset, search_term):
        return queryset.filter(squash__contains=name_key(skeleton(search_term))), False

    def get_urls(self):
        site = self.admin_site.admin_view
        own = [
            path("<int:pk>/lien-ket/", site(self.reveal_view), name="groups_reportedchat_reveal"),
            path("<int:pk>/rut-lai/", site(self.withdraw_view), name="groups_reportedchat_withdraw"),
        ]
        return own + super().get_urls()

    def add_view(self, request, form_url="", extra_context=None):
        """Ask for name, link and grounds, and confirm."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._ask(request, ReportForm(request.POST or None), "Xác nhận một nhóm lạ")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show what was confirmed; there is nothing to change."""
        return self._record(request, self._report(request, object_id))

    @method_decorator(require_POST)
    def reveal_view(self, request, pk: int):
        """Show the link; the look is recorded."""
        report = self._report(request, pk)
        try:
            url = reveal_reported_link(report=report, by=request.user, now=timezone.now())
        except ActRefused as error:
            raise PermissionDenied(str(error)) from error
        return self._record(request, report, url)

    def withdraw_view(self, request, pk: int):
        """Ask for the reason and take the report back."""
        report = self._report(request, pk)
        if not may_report(request.user):
            raise PermissionDenied
        return self._ask(request, WithdrawForm(request.POST or None, report=report), "Rút lại xác nhận", report=report)

    def _ask(self, request, form, title: str, report: ReportedChat | None = None):
        narrow(form.fields, request.user)
        if request.method == "POST" and form.is_valid():
            try:
                done = form.perform(by=request.user, now=timezone.now())
            except ActRefused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"“{done}”: đã {'rút lại xác nhận' if report else 'xác nhận là nhóm lạ'}.")
                return redirect("admin:groups_reportedchat_change", done.pk)
        context = self._context(request, title=title, form=form, report=report)
        return TemplateResponse(request, "admin/groups/reportedchat/form.html", context)

    def _record(self, request, report: ReportedChat, url: str = "") -> TemplateResponse:
        context = self._context(
            request,
            title=str(report),
            report=report,
            url=url,
            may_reveal=may_reveal_links(request.user),
            may_withdraw=may_report(request.user) and not report.withdrawn_at,
        )
        return TemplateResponse(request, "admin/groups/reportedchat/record.html", context)

    def _report(self, request, pk) -> ReportedChat:
        report = self.get_object(request, str(pk))
        if report is None:
            raise Http404
        if not self.has_view_permission(request, report):
            raise PermissionDenied
        return report

    def _context(self, request, **more) -> dict:
        return {**self.admin_site.each_context(request), "opts": self.opts, **more}
