"""Under which hosts this register is served: an address of ours leads to a record, a stranger's copy of it does not."""

from django.conf import settings


def own_hosts(request_host: str) -> frozenset[str]:
    """Return the hosts in lower case: the one that was asked, and those of the settings that are no pattern."""
    named = {host.lower() for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))}
    return frozenset(named | {request_host.lower()})
