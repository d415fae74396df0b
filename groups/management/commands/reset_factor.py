"""``manage.py reset_factor``: for the last administrator who lost his phone and his codes."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from groups.services.errors import ActRefused
from groups.services.second_factor import reset_factor


class Command(BaseCommand):
    """Take the second factor from one account; written into the record of the entrance."""

    help = "Bỏ xác thực hai bước của một tài khoản khi không còn quản trị viên nào làm được việc này trên trang."

    def add_arguments(self, parser):
        parser.add_argument("username", help="tên đăng nhập")

    def handle(self, *, username: str, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Không có tài khoản {username}.")
        try:
            reset_factor(user=user, now=timezone.now())
        except ActRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã bỏ xác thực hai bước của {username}; nếu bắt buộc, lần tới phải thiết lập lại.")
