"""``manage.py send_outbox``: remind of what comes due, send the letters whose turn has come. For cron or a timer."""

import datetime as dt
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from groups.models import OutgoingMail
from groups.services.due_dates import remind
from groups.services.outbox import deliver, forget

_PAUSE = 15  # seconds between two passes


class Command(BaseCommand):
    """One pass by default; two at once do no harm."""

    help = "Nhắc hướng xử lý đến hạn, gửi thư đang chờ, bỏ thư đã quá lâu. Chạy mỗi phút bằng cron hoặc systemd."

    def add_arguments(self, parser):
        parser.add_argument(
            "--minutes", type=int, default=0, help="gửi đi gửi lại trong chừng ấy phút (tối đa 1440), rồi dừng"
        )

    def handle(self, *, minutes: int, **options):
        if not 0 <= minutes <= 24 * 60:
            raise CommandError("--minutes phải từ 0 đến 1440.")
        until = time.monotonic() + 60 * minutes
        self._pass()
        while time.monotonic() + _PAUSE < until:
            time.sleep(_PAUSE)
            self._pass()

    def _pass(self) -> None:
        now = timezone.now()
        reminded = self._remind(now)
        done = deliver(clock=timezone.now)
        forgotten = forget(before=now - dt.timedelta(days=settings.OUTBOX_KEEP_DAYS))
        waiting = OutgoingMail.objects.filter(state="waiting").count()
        self.stdout.write(
            f"Viết {reminded} thư nhắc hạn; gửi {done.sent} thư, {done.later} thư sẽ thử lại, {done.given_up} thư "
            f"không gửi được; còn chờ {waiting}; bỏ {forgotten} thư cũ."
        )

    def _remind(self, now: dt.datetime) -> int:
        if not settings.REGISTER_ADDRESS:
            self.stderr.write("Chưa đặt REGISTER_ADDRESS nên chưa viết thư nhắc hạn: thư cần địa chỉ của sổ.")
            return 0
        return remind(today=timezone.localdate(now), now=now, site=settings.REGISTER_ADDRESS)
