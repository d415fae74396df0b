"""``manage.py unlock_account``: forget the wrong passwords that were tried for one account."""

from groups.management.account_command import AccountCommand
from groups.services.entries import unlock


class Command(AccountCommand):
    """Unlock one account; written into the record of the entrance."""

    help = "Mở khoá một tài khoản bị tạm khoá vì sai mật khẩu nhiều lần."
    done = "Đã mở khoá tài khoản {}."

    def act(self, **basis):
        unlock(**basis)
