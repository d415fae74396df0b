"""The desk for imports: upload, preview, confirm, progress, result. Each view loads, calls one thing, responds."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from ..documents.workbook import render_rows
from ..domain.importing import KIND_LABELS, TEMPLATE_NAMES, Kind, RunState
from ..models import ImportRun
from ..queries.import_view import PAGE, filters_of, open_runs_of, preview_rows, sheet_of
from ..queries.permissions import may_import, may_import_any
from ..services import import_ends, import_process, import_reading, import_runs
from ..services.errors import ActRefused
from ..services.exporting import Form
from .bases import ClosedLookups, ReadOnly, Titled
from .import_forms import ConfirmForm, UploadForm, kinds_for


@admin.register(ImportRun)
class ImportRunAdmin(Titled, ReadOnly, ClosedLookups, admin.ModelAdmin):
    """Imports, each seen by who uploaded it and nobody else: the file may hold phones and links."""

    list_display = ["file_name", "kind", "at", "state"]
    list_filter = ["kind", "state"]
    show_facets = admin.ShowFacets.NEVER
    nothing_yet = "Bạn chưa nhập tệp nào. Nút “Nhập tệp mới” có tệp mẫu để điền."
    change_list_template = "admin/groups/importrun/change_list.html"

    def get_queryset(self, request):
        return super().get_queryset(request).filter(by=request.user).defer("rows", "verdicts")

    def has_module_permission(self, request):
        return may_import_any(request.user)

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request) and (obj is None or obj.by_id == request.user.pk)

    def has_add_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def get_urls(self):
        site = self.admin_site.admin_view
        own = [
            path("mau/<str:kind>.xlsx", site(self.template_view), name="groups_importrun_template"),
            path("<int:pk>/ghi/", site(self.confirm_view), name="groups_importrun_confirm"),
            path("<int:pk>/chuyen-ma/", site(self.convert_view), name="groups_importrun_convert"),
            path("<int:pk>/xet-lai/", site(self.judge_view), name="groups_importrun_judge"),
            path("<int:pk>/bo/", site(self.cancel_view), name="groups_importrun_cancel"),
            path("<int:pk>/tien-do/", site(self.progress_view), name="groups_importrun_progress"),
            path("<int:pk>/ket-qua-xet.xlsx", site(self.sheet_view), name="groups_importrun_sheet"),
        ]
        return own + super().get_urls()

    def add_view(self, request, form_url="", extra_context=None):
        """Ask for the kind and the file, and read it. Nothing is written to the register."""
        kinds = kinds_for(request.user, may_import)
        if not kinds:
            raise PermissionDenied
        kind = request.GET.get("kind", kinds[0][0])
        if kind not in dict(kinds):
            raise PermissionDenied if kind in set(Kind) else Http404
        form = UploadForm(
            request.POST or None,
            request.FILES or None,
            kind=kind,
            user=request.user,
            today=timezone.localdate(),
        )
        if request.method == "POST" and form.is_valid():
            try:
                run = form.perform(by=request.user, now=timezone.now())
            except ActRefused as error:
                form.add_error("file", str(error))
            else:
                return self._to(run)
        context = self._context(
            request,
            title="Nhập từ tệp",
            form=form,
            kind=kind,
            kinds=kinds,
            kind_label=KIND_LABELS[kind],
            waiting=open_runs_of(request.user),
            media=self.media + form.media,
        )
        return TemplateResponse(request, "admin/groups/importrun/upload.html", context)

    def template_view(self, request, kind: str):
        """Send the sheet to fill in."""
        if kind not in set(Kind):
            raise Http404
        try:
            content = import_reading.template(kind=kind, by=request.user)
        except ActRefused as error:
            raise PermissionDenied(str(error)) from error
        return self._workbook(content, f"{TEMPLATE_NAMES[Kind(kind)]}.xlsx")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show how the run stands: the preview, the progress, or what came of it."""
        run = import_ends.stop_if_late(run=self._run(request, object_id), now=timezone.now())
        return self._page(request, run, ConfirmForm(initial={"seen": run.seen}))

    @method_decorator(require_POST)
    def confirm_view(self, request, pk: int):
        """Write what was previewed: a small sheet now, a large one in a process of its own."""
        run, now = self._run(request, pk), timezone.now()
        form = ConfirmForm(request.POST)
        if form.is_valid():
            try:
                ordered = form.perform(run=run, by=request.user, now=now)
            except ActRefused as error:
                form.add_error(None, str(error))
            else:
                import_process.begin(run=ordered, now=now)
                return self._to(run)
        return self._page(request, self._run(request, pk), form)

    @method_decorator(require_POST)
    def convert_view(self, request, pk: int):
        """Take over the texts of an old encoding as the samples showed them."""
        run = self._run(request, pk)
        try:
            if not request.POST.get("agreed"):
                raise ActRefused("Hãy xem mẫu rồi đánh dấu đồng ý chuyển.")
            import_reading.convert_run(run=run, by=request.user)
        except ActRefused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Đã chuyển chữ trong tệp sang Unicode và xét lại từng dòng.")
        return self._to(run)

    @method_decorator(require_POST)
    def judge_view(self, request, pk: int):
        """Judge the same rows by the register of now: what was missing may have been recorded meanwhile."""
        run = self._run(request, pk)
        try:
            changed = import_runs.judge_again(run=run, by=request.user)
        except ActRefused as error:
            messages.error(request, str(error))
        else:
            told = "có dòng đã khác trước" if changed else "không dòng nào khác trước"
            messages.success(request, f"Đã xét lại theo sổ lúc này: {told}.")
        return self._to(run)

    @method_decorator(require_POST)
    def cancel_view(self, request, pk: int):
        """Forget what was uploaded."""
        import_ends.cancel_run(run=self._run(request, pk), by=request.user)
        messages.success(request, "Đã bỏ lần nhập; nội dung tệp đã được xoá khỏi máy chủ.")
        return redirect("admin:groups_importrun_changelist")

    def progress_view(self, request, pk: int):
        """Tell how far the writing is."""
        run = import_ends.stop_if_late(run=self._run(request, pk), now=timezone.now())
        answer = {"state": run.state, "progress": run.progress, "total": sum(run.count(o) for o, _, _ in run.counted)}
        return JsonResponse(answer, headers={"Cache-Control": "no-store"})

    def sheet_view(self, request, pk: int):
        """Send what is told of each row as a workbook: to correct the sheet by, or to keep of what was written."""
        run = self._run(request, pk)
        if not run.verdicts:
            messages.warning(request, "Nội dung từng dòng của lần nhập này đã được xoá nên không còn bảng kết quả.")
            return self._to(run)
        done = run.state == RunState.DONE
        title = "Kết quả nhập từng dòng" if done else "Kết quả xét từng dòng"
        content = render_rows(title, *sheet_of(run), timestamp=timezone.now())
        return self._workbook(content, f"ket-qua-{'nhap' if done else 'xet'}-{run.pk}.xlsx")

    def _page(self, request, run: ImportRun, form: ConfirmForm) -> TemplateResponse:
        only = request.GET.get("xem", "")
        rows = Paginator(preview_rows(run, only), PAGE).get_page(request.GET.get("trang"))
        context = self._context(
            request,
            title=str(run),
            run=run,
            form=form,
            is_running=run.state == RunState.RUNNING,
            is_done=run.state == RunState.DONE,
            total=sum(count for _, _, count in run.counted),
            rows=rows,
            only=only,
            filters=filters_of(run),
            pages=[
                (number, f"?{urlencode({'xem': only, 'trang': number})}" if isinstance(number, int) else "")
                for number in rows.paginator.get_elided_page_range(rows.number, on_each_side=2, on_ends=1)
            ],
        )
        return TemplateResponse(request, "admin/groups/importrun/run.html", context)

    def _run(self, request, pk) -> ImportRun:
        if not self.has_module_permission(request):
            raise PermissionDenied
        run = ImportRun.objects.filter(by=request.user, pk=pk).select_related("authority", "document").first()
        if run is None:
            raise Http404
        return run

    @staticmethod
    def _to(run: ImportRun):
        return redirect("admin:groups_importrun_change", run.pk)

    @staticmethod
    def _workbook(content: bytes, name: str) -> HttpResponse:
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(content, content_type=Form.XLSX.content_type, headers=headers)

    def _context(self, request, **more) -> dict:
        return {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media, **more}
