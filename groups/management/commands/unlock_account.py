"""``manage.py unlock_account``: forget the wrong passwords that were tried for one account."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from groups.services.entries import unlock
from groups.services.errors import ActRefused


class Command(BaseCommand):
    """Unlock one account; written into the record of the entrance."""

    help = "Mở khoá một tài khoản bị tạm khoá vì sai mật khẩu nhiều lần."

    def add_arguments(self, parser):
        parser.add_argument("username", help="tên đăng nhập")

    def handle(self, *, username: str, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Không có tài khoản {username}.")
        try:
            unlock(user=user, now=timezone.now())
        except ActRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã mở khoá tài khoản {username}.")
