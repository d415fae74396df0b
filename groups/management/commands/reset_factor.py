"""``manage.py reset_factor``: for the last administrator who lost his phone and his codes."""

from groups.management.account_command import AccountCommand
from groups.services.second_factor import reset_factor


class Command(AccountCommand):
    """Take the second factor from one account; written into the record of the entrance."""

    help = "Bỏ xác thực hai bước của một tài khoản khi không còn quản trị viên nào làm được việc này trên trang."
    done = "Đã bỏ xác thực hai bước của {}; nếu bắt buộc, lần tới phải thiết lập lại."

    def act(self, **basis):
        reset_factor(**basis)
