"""Directives as tasks: what is to be done, by when, and the button that leads to the act that closes it."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from ..documents.workbook import render_rows
from ..domain.status import TRANSITIONS, Action
from ..domain.text import fold
from ..models import Directive, WorkGroup
from ..queries.own_hosts import site_address
from ..queries.permissions import may_act, may_export, why_not
from ..queries.scope import in_scope
from ..queries.standing import marks_of
from ..queries.tasks import HEADINGS, all_tasks, at_work, open_tasks, task_rows
from ..services.errors import ActRefused
from ..services.exporting import Form
from ..services.several import MOST
from .bases import DIGITS, ClosedLookups, ReadOnly, Titled
from .due_form import DueForm
from .filters import DoneFilter, DueFilter, KindFilter
from .letter_forms import PREVIEW

_LIST = "admin:groups_directive_changelist"


class TaskList(ChangeList):
    """A page of tasks, each with what stands in its way; as many queries for fifty as for three."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        for task in at_work(self.result_list, timezone.localdate()):
            row = task.directive
            task.may = why_not(request.user, task.action, row.group) is None
            row.task = task


@admin.register(Directive)
class TaskAdmin(Titled, ReadOnly, ClosedLookups, admin.ModelAdmin):
    """Nobody types a directive over: it is recorded, and closed, by acts."""

    list_display = ["group_cell", "what", "due", "next_step"]
    list_display_links = None
    list_filter = [DueFilter, KindFilter, DoneFilter]
    show_facets = admin.ShowFacets.NEVER  # counts on every filter would cost a query each
    list_per_page = 50
    list_select_related = ["group", "done_event"]
    show_full_result_count = False
    search_fields = ["group__name_key"]
    search_help_text = "Tìm theo tên nhóm (kể cả tên cũ) hoặc mã số; gõ không dấu cũng được."
    nothing_yet = "Không còn hướng xử lý nào phải thực hiện."
    actions = ["set_due"]
    change_list_template = "admin/groups/directive/change_list.html"

    @admin.display(description="nhóm", ordering="group__name_key")
    def group_cell(self, row):
        return render_to_string("admin/groups/directive/group.html", {"group": row.group})

    @admin.display(description="hướng xử lý", ordering="kind")
    def what(self, row):
        return render_to_string("admin/groups/directive/what.html", {"task": row.task})

    @admin.display(description="hạn", ordering=F("due_on").asc(nulls_last=True))
    def due(self, row):
        return render_to_string("admin/groups/directive/due.html", {"task": row.task})

    @admin.display(description="việc cần làm")
    def next_step(self, row):
        return render_to_string("admin/groups/directive/next_step.html", {"task": row.task})

    def get_changelist(self, request, **kwargs):
        return TaskList

    def get_queryset(self, request):
        return in_scope(all_tasks(), request.user)

    def get_ordering(self, request):
        return [F("due_on").asc(nulls_last=True), "pk"]

    def get_search_results(self, request, queryset, search_term):
        if fold(search_term):
            queryset = queryset.filter(group__in=WorkGroup.objects.matching(search_term).values("pk"))
        return queryset, False

    def get_actions(self, request):
        return super().get_actions(request) if may_act(request.user, Action.DIRECT) else {}

    @admin.action(description="Đặt hạn cho các việc đã chọn")
    def set_due(self, request, queryset):
        ids = ",".join(map(str, queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1]))
        return redirect(f"{reverse('admin:groups_directive_due')}?ids={ids}")

    def get_urls(self):
        site = self.admin_site.admin_view
        own = [
            path("dat-han/", site(self.due_view), name="groups_directive_due"),
            path("xuat-ket-qua.xlsx", site(self.result_view), name="groups_directive_result"),
        ]
        return own + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        more = {"title": "Việc theo hướng xử lý", "may_export": may_export(request.user),
                "query": request.GET.urlencode()}  # fmt: skip
        return super().changelist_view(request, more | (extra_context or {}))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A task is read on the page of its group."""
        row = self.get_object(request, object_id)
        if row is None or not self.has_view_permission(request, row):
            raise Http404
        return redirect("admin:groups_workgroup_change", row.group_id)

    def result_view(self, request):
        """Send what the same address would list, all pages of it, as a workbook."""
        if not (may_export(request.user) and self.has_view_permission(request)):
            raise PermissionDenied
        now = timezone.now()
        rows = task_rows(self.get_changelist_instance(request).queryset, timezone.localdate(now))
        response = HttpResponse(
            render_rows("Việc theo hướng xử lý", HEADINGS, rows, timestamp=now), content_type=Form.XLSX.content_type
        )
        name = f"huong-xu-ly-{timezone.localdate(now):%Y-%m-%d}.xlsx"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def due_view(self, request):
        """Ask for one day and one document for several directives, and record both."""
        if not may_act(request.user, Action.DIRECT):
            raise PermissionDenied
        rows = self._chosen(request)
        if not rows or len({row.group.authority_id for row in rows}) > 1:
            messages.error(request, f"Hãy chọn từ 1 đến {MOST} việc chưa thực hiện, của nhóm thuộc cùng một cơ quan.")
            return redirect(_LIST)
        today, site = timezone.localdate(), site_address(request.build_absolute_uri("/"))
        marks = marks_of({row.group for row in rows})
        asked = {"tasks": at_work(rows, today), "marks": marks, "today": today, "site": site}
        form = DueForm(request.POST or None, user=request.user, **asked)
        if request.method == "POST" and form.is_valid():
            try:
                if PREVIEW in request.POST:
                    form.rehearse(by=request.user, now=timezone.now())
                else:
                    events = form.perform(by=request.user, now=timezone.now())
                    return redirect("admin:groups_registerevent_done", events[0].number, events[-1].number)
            except ActRefused as error:
                form.add_error(None, str(error))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "form": form,
            "letters": form.letters(request.user),
            "rule": TRANSITIONS[Action.DIRECT],
            "title": "Đặt hạn cho nhiều việc",
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/groups/directive/due_form.html", context)

    def _chosen(self, request) -> list[Directive]:
        ids = [pk for pk in request.GET.get("ids", "").split(",") if pk.isascii() and pk.isdecimal()]
        if len(ids) > MOST or any(len(pk) > DIGITS for pk in ids):
            return []
        rows = in_scope(open_tasks(), request.user).filter(pk__in=ids)
        return list(rows.select_related("group__authority").order_by("group__code", "pk"))
