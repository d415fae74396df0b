"""``manage.py run_import NUMBER``: write an import that its uploader has confirmed. Started by the web server."""

import signal

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from groups.domain.importing import RunState
from groups.models import ImportRun
from groups.services.import_ends import LONGEST
from groups.services.import_performing import perform_run


class Command(BaseCommand):
    """Writes all rows, or none."""

    help = "Ghi một lần nhập từ tệp đã được xác nhận. Máy chủ tự gọi lệnh này; chạy lại không ghi thêm gì."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, help="số của lần nhập")

    def handle(self, *, number: int, **options):
        runs = ImportRun.objects.filter(pk=number, state=RunState.RUNNING).defer("verdicts")
        run = runs.select_related("by", "authority", "document").first()
        if run is None:
            raise CommandError(f"Lần nhập số {number} không chờ ghi.")
        # By then the page has said that nothing was written: this process must not outlive it.
        signal.alarm(int(LONGEST.total_seconds()))
        try:
            ended = perform_run(run=run, now=timezone.now())
        finally:
            signal.alarm(0)
        if ended.state != RunState.DONE:
            raise CommandError(ended.failure)
        self.stdout.write(f"Đã ghi lần nhập số {number}.")
