"""``manage.py verify_register [--head SIZE:ROOT]``: whether history is what it was. Exit 1 names the first fault."""

import argparse
import re

from django.core.management.base import BaseCommand, CommandError

from groups.queries.register_check import RegisterBroken, check_register


class Command(BaseCommand):
    """Reads everything and writes nothing; may run while the register is used."""

    help = "Kiểm tra toàn bộ sổ: số thứ tự, chuỗi chứng thực, đầu sổ đã in, và hiện trạng của từng nhóm."

    def add_arguments(self, parser):
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            type=_head,
            metavar="SỐ:GỐC",
            help="đầu sổ được giữ bên ngoài (in trên danh sách, giấy công nhận); ghi nhiều lần được",
        )

    def handle(self, **options):
        try:
            found = check_register(witnesses=options["head"], progress=self._tell)
        except RegisterBroken as error:
            raise CommandError(f"SỔ KHÔNG CÒN ĐÚNG. {error}") from error
        self.stdout.write(
            f"Sổ đúng: {found.size} sự kiện, {found.groups} nhóm, {found.publications} danh sách đã công bố, "
            f"{found.witnesses} đầu sổ bên ngoài; {found.erased} sự kiện có phần riêng đã xoá theo yêu cầu.\n"
            f"Đầu sổ: {found.size}:{found.root}"
        )

    def _tell(self, what: str, done: int) -> None:
        self.stderr.write(f"… {done} {what}")


def _head(text: str) -> tuple[int, str]:
    match = re.fullmatch(r"(\d{1,15}):([0-9a-fA-F]{64})", re.sub(r"\s", "", text))
    if match is None:
        raise argparse.ArgumentTypeError(f"“{text}” không phải đầu sổ: cần SỐ:GỐC, gốc gồm 64 chữ số thập lục phân.")
    return int(match[1]), match[2].lower()
