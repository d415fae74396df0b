"""How a member of staff is called."""


def staff_name(user) -> str:
    """Return the name in the order of Vietnamese, family name first; the name of the account where there is none."""
    return " ".join(filter(None, [user.last_name, user.first_name])) or user.get_username()
