"""What commands for one account have in common."""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from groups.services.errors import ActRefused


class AccountCommand(BaseCommand):
    """Does something to the account that is named; what the service refuses is said as the command's error."""

    #: What is said when it is done; ``{}`` stands for the name of the account.
    done: str

    def act(self, *, user: Any, now: dt.datetime) -> None:
        """Call the service. May raise :class:`ActRefused`."""
        raise NotImplementedError

    def add_arguments(self, parser):
        parser.add_argument("username", help="tên đăng nhập")

    def handle(self, *, username: str, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Không có tài khoản {username}.")
        try:
            self.act(user=user, now=timezone.now())
        except ActRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(self.done.format(username))
