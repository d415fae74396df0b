"""Under which hosts this register is served: an address of ours leads to a record, a stranger's copy of it does not."""

from urllib.parse import urlsplit

from django.conf import settings


def site_address(request_root: str) -> str:
    """Return the address that is printed on papers, without a slash at its end: the setting's, else the one asked."""
    return (settings.REGISTER_ADDRESS or request_root).rstrip("/")


def own_hosts(request_host: str) -> frozenset[str]:
    """Return the hosts in lower case: the one that was asked, and those of the settings that are no pattern."""
    named = {host.lower() for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))}
    if settings.REGISTER_ADDRESS:
        named.add(urlsplit(settings.REGISTER_ADDRESS).netloc.lower())
    return frozenset(named | {request_host.lower()})
