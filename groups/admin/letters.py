"""The outbox as staff see it: which letters wait, went, failed and why. Nobody types one over or deletes it."""

from django.conf import settings
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

from ..domain.letters import MailState
from ..domain.text import fold
from ..models import OutgoingMail
from ..queries.permissions import may_resend
from ..queries.scope import in_scope
from ..services.errors import ActRefused
from ..services.outbox import resend
from .bases import ClosedLookups, ReadOnly, Titled


@admin.register(OutgoingMail)
class OutgoingMailAdmin(Titled, ReadOnly, ClosedLookups, admin.ModelAdmin):
    """Letters, the last first. Addresses are shortened: the full one stands on its owner's page alone."""

    list_display = ["written_at", "reader", "subject", "state_badge", "attempts", "sent_at"]
    list_display_links = ["subject"]
    list_filter = ["state"]
    list_select_related = ["event"]
    date_hierarchy = "written_at"
    search_fields = ["name", "subject"]
    search_help_text = "Tìm theo người nhận hoặc tiêu đề."
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # counts on every filter would cost a query each
    nothing_yet = "Chưa có thư nào. Thư được viết khi ghi một việc có người cần biết."
    actions = ["resend_selected"]
    change_list_template = "admin/groups/outgoingmail/change_list.html"

    @admin.display(description="người nhận", ordering="name")
    def reader(self, mail):
        return f"{mail.name} ({mail.shown_address or 'không có địa chỉ'})"

    @admin.display(description="trạng thái", ordering="state")
    def state_badge(self, mail):
        return render_to_string("admin/groups/outgoingmail/badge.html", {"mail": mail})

    def get_queryset(self, request):
        return in_scope(super().get_queryset(request), request.user)

    def get_search_results(self, request, queryset, search_term):
        words = fold(search_term).split()
        if not words:
            return queryset, False
        # Letters are kept for some months only, so their readers and subjects are compared here, without a key.
        said = queryset.order_by().values_list("pk", "name", "subject")
        found = [pk for pk, name, subject in said if all(word in fold(f"{name} {subject}") for word in words)]
        return queryset.filter(pk__in=found[-1000:]), False

    def get_actions(self, request):
        return super().get_actions(request) if may_resend(request.user) else {}

    @admin.action(description="Gửi lại các thư đã chọn")
    def resend_selected(self, request, queryset):
        again = [self._again(request, mail) for mail in queryset.exclude(state=MailState.SENT).order_by("pk")[:200]]
        messages.info(request, f"{sum(again)} thư sẽ được gửi lại trong lượt gửi tới.")

    def get_urls(self):
        view = self.admin_site.admin_view(self.resend_view)
        return [path("<int:pk>/gui-lai/", view, name="groups_outgoingmail_resend"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"no_server": _no_server(), **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a letter as it was written."""
        mail = self._mail(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "mail": mail,
            "title": mail.subject,
            "no_server": _no_server(),
            "may_resend": may_resend(request.user) and mail.state != MailState.SENT,
        }
        return TemplateResponse(request, "admin/groups/outgoingmail/record.html", context)

    @method_decorator(require_POST)
    def resend_view(self, request, pk: int):
        """Let one letter have its turn again."""
        mail = self._mail(request, pk)
        if not may_resend(request.user):
            raise PermissionDenied
        if self._again(request, mail):
            messages.success(request, "Thư sẽ được gửi lại trong lượt gửi tới.")
        return redirect("admin:groups_outgoingmail_change", mail.pk)

    @staticmethod
    def _again(request, mail: OutgoingMail) -> bool:
        try:
            resend(mail=mail, by=request.user, now=timezone.now())
        except ActRefused as error:
            messages.error(request, str(error))
            return False
        return True

    def _mail(self, request, pk) -> OutgoingMail:
        mail = self.get_object(request, str(pk))
        if mail is None or not self.has_view_permission(request, mail):
            raise Http404
        return mail


def _no_server() -> bool:
    return settings.EMAIL_BACKEND == "registry.console_mail.EmailBackend"
