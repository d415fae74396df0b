"""``manage.py forget_imports``: forget what was uploaded more than a day ago and never confirmed."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from groups.services.import_ends import forget_old


class Command(BaseCommand):
    """Run it once a day; each upload does the same in passing."""

    help = "Xoá nội dung các tệp đã tải lên quá một ngày mà không được xác nhận. Chạy lại không thay đổi gì."

    def handle(self, **options):
        self.stdout.write(f"Đã xoá nội dung của {forget_old(now=timezone.now())} lần nhập.")
