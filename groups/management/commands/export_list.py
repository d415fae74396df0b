"""``manage.py export_list -o FILE.pdf|xlsx|ods|csv|json [--as-of DATE] [--paper]``: the attached list as a file."""

import datetime as dt
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from groups.domain.vocabulary import GROUPING_LABELS
from groups.models import Document, Unit
from groups.queries.authorities import authorities, only_authority
from groups.services.errors import ActRefused
from groups.services.exporting import Form, export_list


class Command(BaseCommand):
    """Writes the file whole or not at all."""

    help = "Xuất danh sách đính kèm ra tệp PDF, XLSX, ODS, CSV hoặc JSON (theo đuôi tên tệp)."

    def add_arguments(self, parser):
        parser.add_argument("-o", "--output", type=Path, required=True, help="tệp sẽ ghi; đuôi tệp cho biết dạng tệp")
        parser.add_argument("--as-of", type=dt.date.fromisoformat, help="danh sách của ngày NĂM-THÁNG-NGÀY")
        parser.add_argument("--paper", action="store_true", help="bản giấy: điền số, ngày của văn bản kèm theo")
        parser.add_argument("--group-by", choices=[key for key in GROUPING_LABELS if key], default="", help="chia mục")
        parser.add_argument("--authority", help="mã cơ quan, khi sổ có nhiều cơ quan")
        parser.add_argument("--document", help="số, ký hiệu của văn bản kèm theo, ví dụ 1496/GDĐT-PC")

    def handle(self, *, output: Path, **options):
        authority = self._authority(options["authority"])
        covering = self._document(authority, options["document"])
        try:
            content = export_list(
                authority=authority,
                now=timezone.now(),
                form=self._form(output, options["paper"]),
                day=options["as_of"],
                grouping=options["group_by"],
                covering=covering,
            ).content
            partial = output.with_name(f".{output.name}.partial")
            partial.write_bytes(content)
            partial.replace(output)
        except (ActRefused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã ghi {output} ({len(content) // 1024} KB).")

    @staticmethod
    def _form(output: Path, paper: bool) -> Form:
        suffix = output.suffix.lower().removeprefix(".")
        if suffix == "pdf":
            return Form.PAPER if paper else Form.ELECTRONIC
        if suffix not in set(Form):
            raise CommandError(f"Tệp “{output.name}” cần có đuôi .pdf, .xlsx, .ods, .csv hoặc .json.")
        return Form(suffix)

    @staticmethod
    def _authority(code: str | None) -> Unit:
        found = authorities().filter(code=code).first() if code else only_authority()
        if found is None:
            codes = ", ".join(authorities().values_list("code", flat=True)) or "chưa có cơ quan nào"
            raise CommandError(f"Hãy chọn cơ quan bằng --authority (đang có: {codes}).")
        return found

    @staticmethod
    def _document(authority: Unit, reference: str | None) -> Document | None:
        if not reference:
            return None
        number, _, symbol = reference.partition("/")
        found = list(Document.objects.filter(authority=authority, number=number, symbol=symbol))
        if len(found) != 1:
            raise CommandError(f"Có {len(found)} văn bản {reference} trong sổ; cần đúng một.")
        return found[0]
