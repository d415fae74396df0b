"""``manage.py erase_person --person SỐ | --account TÊN --confirm``: erase what is private of one who asks for it."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from groups.models import Person
from groups.services.erasure import Erased, erase_account, erase_person
from groups.services.errors import ActRefused


class Command(BaseCommand):
    """Says whom it would erase, and does so only with ``--confirm``."""

    help = "Xoá dữ liệu riêng của một người theo yêu cầu (Luật 91/2025/QH15); sổ và mọi chứng minh vẫn đúng."

    def add_arguments(self, parser):
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument(
            "--person", type=int, metavar="SỐ", help="số bản ghi của người, ở cuối địa chỉ trang của người ấy"
        )
        who.add_argument("--account", metavar="TÊN", help="tên đăng nhập của tài khoản không còn dùng")
        parser.add_argument("--confirm", action="store_true", help="xoá thật; không lấy lại được")

    def handle(self, **options):
        found = self._person(options["person"]) if options["person"] is not None else self._user(options["account"])
        if not options["confirm"]:
            self.stdout.write(f"Sẽ xoá dữ liệu riêng của: {found}. Chưa xoá gì; thêm --confirm để xoá thật.")
            return
        name = str(found)
        try:
            done = erase_person(person=found) if options["person"] is not None else erase_account(user=found)
        except ActRefused as error:
            raise CommandError(f"{error} Chưa xoá gì.") from error
        self.stdout.write(self._said(name, done))

    @staticmethod
    def _person(key: int) -> Person:
        found = Person.objects.filter(pk=key).first() if 0 < key < 2**31 else None
        if found is None:
            raise CommandError(f"Không có người nào mang số {key}; chưa xoá gì.")
        return found

    @staticmethod
    def _user(name: str):
        found = get_user_model().objects.filter(username=name).first()
        if found is None:
            raise CommandError(f"Không có tài khoản “{name}”; chưa xoá gì.")
        return found

    @staticmethod
    def _said(name: str, done: Erased) -> str:
        kept = " Tên và chức vụ trưởng nhóm đã công bố được giữ." if done.was_lead else ""
        return (
            f"Đã xoá dữ liệu riêng của {name}: {done.rows} dòng, {done.letters} thư, phần riêng của {done.openings} sự "
            f"kiện.{kept} Bản sao lưu cũ vẫn còn dữ liệu ấy cho tới khi hết hạn giữ."
        )
