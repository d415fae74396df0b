"""Accounts of staff: the first ones of a new register, and passwords given out for one use."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from ..domain.vocabulary import LOADER
from ..models import OneTimePassword
from .entries import release
from .postings import post_to_the_only_office
from .roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST
from .transactions import transactional

#: Letters and digits that nobody confuses when he copies them by hand.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_FIRST = {SPECIALIST: "chuyenvien", LEADER: "lanhdao", CLERK: "vanthu", ADMINISTRATOR: "quantri"}


def random_password() -> str:
    """Return a password of four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def give_one_time_password(user) -> str:
    """Set a random password that must be replaced at the next sign-in, and return it."""
    password = random_password()
    user.set_password(password)
    user.save()
    OneTimePassword.objects.update_or_create(user=user, defaults={"encoded": user.password})
    return password


@transactional
def give_new_password(*, user, by, now) -> str:
    """Do the same for one who may have been locked out: with the new password he can sign in at once."""
    password = give_one_time_password(user)
    release(user=user, now=now, by=by)
    return password


@transactional
def create_first_accounts() -> list[tuple[str, str, str]]:
    """Create one account a role where there is no staff yet; return (role, user name, one-time password) of each."""
    users = get_user_model().objects
    if users.filter(is_staff=True).exists():
        return []
    created = []
    for role, username in _FIRST.items():
        user = users.create(username=username, first_name=role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        post_to_the_only_office(user=user)
        created.append((role, username, give_one_time_password(user)))
    return created


def loader():
    """Return the account under which published lists are entered. Nobody can sign in with it."""
    user, created = get_user_model().objects.get_or_create(
        username=LOADER, defaults={"first_name": "Nạp từ văn bản đã ban hành", "is_active": False}
    )
    if created:
        user.set_unusable_password()
        user.save()
    return user
