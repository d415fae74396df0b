"""``manage.py forget_imports``: forget what was uploaded more than a day ago and never confirmed, and forms sent."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from groups.services.import_ends import forget_old
from groups.services.sent_forms import forget_sent


class Command(BaseCommand):
    """Run it once a day; of uploads, each new one does the same in passing."""

    help = (
        "Xoá nội dung các tệp đã tải lên quá một ngày mà không được xác nhận, và dấu của các biểu mẫu đã gửi từ "
        "trước phiên làm việc dài nhất. Chạy lại không thay đổi gì."
    )

    def handle(self, **options):
        now = timezone.now()
        self.stdout.write(f"Đã xoá nội dung của {forget_old(now=now)} lần nhập.")
        self.stdout.write(f"Đã xoá dấu của {forget_sent(now=now)} biểu mẫu đã gửi.")
