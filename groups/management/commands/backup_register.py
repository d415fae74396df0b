"""``manage.py backup_register DIR [--keep N]``: the register and its scans as one file, while it goes on."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from groups.services.backups import BackupRefused, back_up


class Command(BaseCommand):
    help = "Sao lưu toàn bộ sổ và các bản quét thành một tệp, trong lúc sổ vẫn hoạt động."

    def add_arguments(self, parser):
        parser.add_argument("directory", metavar="THƯ_MỤC", type=Path, help="nơi để bản sao")
        parser.add_argument("--keep", metavar="SỐ", type=int, help="chỉ giữ chừng ấy bản mới nhất trong thư mục")

    def handle(self, *, directory: Path, keep: int | None, **options):
        if keep is not None and keep < 1:
            raise CommandError("--keep phải từ 1 trở lên.")
        try:
            file, manifest = back_up(directory=directory, now=timezone.now(), keep=keep)
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        head = manifest["head"]
        size = file.stat().st_size // 1024
        self.stdout.write(
            f"Đã sao lưu: {file} ({size} KB, {head['groups']} nhóm, sự kiện cuối số {head['last_event']})."
        )
        for name in manifest["missing_scans"]:
            self.stderr.write(f"Cảnh báo: sổ ghi có bản quét {name} nhưng không thấy tệp.")
