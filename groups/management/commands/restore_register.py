"""``manage.py restore_register FILE [--replace]``: put a backup back, checked before and after."""

from pathlib import Path

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from groups.services.backups import BackupRefused, restore


class Command(BaseCommand):
    help = "Khôi phục sổ và các bản quét từ một bản sao. Hãy dừng dịch vụ trước."
    requires_system_checks = ()  # the database may be damaged: that is why somebody restores

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="TỆP", type=Path, help="bản sao do backup_register làm ra")
        parser.add_argument("--replace", action="store_true", help="thay cả khi sổ hiện nay đã có dữ liệu")

    def handle(self, *, file: Path, replace: bool, **options):
        if not file.is_file():
            raise CommandError(f"Không thấy tệp {file}.")
        try:
            manifest, kept = restore(file=file, now=timezone.now(), replace=replace)
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        head = manifest["head"]
        self.stdout.write(f"Đã khôi phục: {head['groups']} nhóm, sự kiện cuối số {head['last_event']}.")
        for path in kept:
            self.stdout.write(f"Dữ liệu cũ còn ở {path}")
        if "verify_register" in get_commands():
            call_command("verify_register", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write("Hãy chạy “manage.py prepare” rồi khởi động lại dịch vụ.")
