"""``manage.py open_register``: start the register of an office, empty, with its own letterhead."""

import datetime as dt

from django.core.management.base import BaseCommand, CommandError

from groups.models import Unit
from groups.services.errors import ActRefused
from groups.services.importing import open_register


class Command(BaseCommand):
    """Makes the authority and its first letterhead; everything else is done in the admin."""

    help = "Mở sổ mới, còn trống, cho một cơ quan, với tiêu đề văn bản của cơ quan ấy."

    def add_arguments(self, parser):
        parser.add_argument("--code", required=True, help="mã cơ quan, phần đầu của mã nhóm, ví dụ GV")
        parser.add_argument("--name", required=True, help="tên đầy đủ của cơ quan")
        parser.add_argument("--superior", required=True, help="cơ quan chủ quản, như ghi trên văn bản")
        parser.add_argument("--issuer", help="tên cơ quan như ghi trên văn bản (mặc định: như --name)")
        parser.add_argument("--place", required=True, help="địa danh đứng trước ngày tháng")
        parser.add_argument("--symbol", required=True, help="ký hiệu văn bản, ví dụ GDĐT")
        parser.add_argument("--signer-title", default="", help="chức vụ người ký")
        parser.add_argument("--signer-name", default="", help="họ tên người ký")
        parser.add_argument("--recipient", action="append", default=[], help="một dòng nơi nhận; ghi nhiều lần được")
        parser.add_argument(
            "--from",
            dest="valid_from",
            type=dt.date.fromisoformat,
            default=dt.date.today(),
            help="dùng từ ngày (NĂM-THÁNG-NGÀY, mặc định hôm nay)",
        )

    def handle(self, **options):
        if Unit.objects.filter(code=options["code"]).exists():
            raise CommandError(f"Cơ quan có mã {options['code']} đã có trong sổ; chưa có gì thay đổi.")
        letterhead = {
            key: options[key] for key in ("superior", "place", "symbol", "signer_title", "signer_name", "valid_from")
        }
        letterhead |= {"name": options["issuer"] or options["name"], "recipients": options["recipient"]}
        try:
            unit = open_register(code=options["code"], name=options["name"], letterhead=letterhead)
        except ActRefused as error:
            raise CommandError(f"{error} Chưa có gì được ghi.") from error
        self.stdout.write(f"Đã mở sổ của {unit.name}; mã nhóm đầu tiên sẽ bắt đầu bằng {unit.code}-0001.")
