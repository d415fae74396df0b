"""``manage.py export_list -o FILE.pdf|xlsx|ods|csv|json [--as-of DATE] [--paper]``: the attached list as a file."""

import argparse
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
        parser.add_argument("--as-of", type=_day, help="danh sách của ngày NĂM-THÁNG-NGÀY")
        parser.add_argument("--form", choices=list(Form), help="dạng tệp, khi đuôi tệp không nói rõ")
        parser.add_argument("--paper", action="store_true", help=f"như --form {Form.PAPER}")
        parser.add_argument("--group-by", choices=[key for key in GROUPING_LABELS if key], default="", help="chia mục")
        parser.add_argument("--authority", help="mã cơ quan, khi sổ có nhiều cơ quan")
        parser.add_argument("--document", help="số, ký hiệu của văn bản kèm theo, ví dụ 1496/GDĐT-PC")

    def handle(self, *, output: Path, **options):
        form = self._form(output, options["form"], options["paper"])
        authority = self._authority(options["authority"])
        covering = self._document(authority, options["document"])
        try:
            content = export_list(
                authority=authority,
                now=timezone.now(),
                form=form,
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
    def _form(output: Path, asked: str | None, paper: bool) -> Form:
        """Return what the options ask for, or else what the suffix says; a name that says otherwise is refused."""
        suffix = output.suffix.lower().removeprefix(".")
        by_suffix = {form.suffix: form for form in reversed(Form)}  # of the two PDFs the electronic one
        form = Form(asked) if asked else Form.PAPER if paper else by_suffix.get(suffix)
        endings = ", ".join(f".{each}" for each in reversed(by_suffix))
        if form is None:
            raise CommandError(f"Tệp “{output.name}” chưa rõ dạng: xin đặt đuôi {endings}, hoặc thêm --form.")
        if suffix in by_suffix and suffix != form.suffix:
            raise CommandError(f"Tệp “{output.name}” mang đuôi của dạng khác: dạng {form} cần đuôi .{form.suffix}.")
        if paper and form != Form.PAPER:
            raise CommandError("--paper chỉ dùng cho tệp PDF bản giấy: xin bỏ --paper hoặc bỏ --form.")
        return form

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


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày NĂM-THÁNG-NGÀY, ví dụ 2026-11-23.") from error
