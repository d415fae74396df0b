"""Parts of public pages, each rendered once as long as nothing public changes: pages share them."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

from ..queries.public_list import Row
from ..queries.public_version import at_one_version

register = template.Library()

# What stands in a rendered row where the words of a group will. No address and no page writes these another way, and
# nothing else in a row reads so.
_CODE, _NAME, _LEAD = "AA-0000-0", "-place-of-name-", "-place-of-lead-"
_PLACES = re.compile(f"({_CODE}|{_NAME}|{_LEAD})")


@register.filter
def rows_html(rows: Iterable[Row]) -> SafeString:
    """``{{ rows|rows_html }}``: like ``include "components/row.html"`` for each.

    Groups differ in a few words only. What stands between those is rendered once for all that are alike.
    """
    prefix, filled = get_script_prefix(), []
    for code, name, platform, level, status, count, read, lead in rows:
        words = {_CODE: escape(code), _NAME: escape(name), _LEAD: escape(lead)}
        pieces = _pieces(platform, level, status, count, read, bool(lead), prefix)
        filled += [words.get(piece, piece) for piece in pieces]
    return SafeString("".join(filled))  # nosec B703: each word is escaped above, the rest is a rendered component


@at_one_version
def _pieces(platform: str, level: str, status: str, count: int, read: str, has_lead: bool, _prefix: str) -> list[str]:
    """Return a rendered row, parted at the places of its words; the places stand between."""
    row = Row(_CODE, _NAME, platform, level, status, count, read, _LEAD if has_lead else "")
    return _PLACES.split(render_to_string("components/row.html", {"row": row}))


@register.simple_tag
def kept(component: str, **named: Any) -> SafeString:
    """``{% kept "components/x.html" name=value %}``: like ``include … only``. The values must be plain and hashable."""
    return _kept(component, *named.items())


@at_one_version
def _kept(component: str, *named: tuple[str, Any]) -> SafeString:
    return render_to_string(component, dict(named))
