"""``manage.py load_list FILE``: enter a list that was already published."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from groups.services.accounts import loader
from groups.services.errors import ActRefused
from groups.services.importing import load_published_list


class Command(BaseCommand):
    """Reads a JSON file of the form that ``fixtures/README.md`` describes."""

    help = "Nạp một danh sách đã ban hành (tệp JSON) vào sổ. Nạp lần nữa không thay đổi gì."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="tệp JSON, ví dụ fixtures/tan-binh-2021.json")

    def handle(self, *, file: Path, **options):
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
            entered, known = load_published_list(content=content, by=loader(), now=timezone.now())
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise CommandError(f"Không đọc được tệp {file}: {error}") from error
        except ActRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã ghi {entered} nhóm; {known} nhóm đã có từ trước.")
