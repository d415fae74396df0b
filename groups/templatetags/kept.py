"""Parts of public pages, each rendered once as long as nothing public changes: pages share them."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ..queries.public_list import Row
from ..queries.public_version import at_one_version

register = template.Library()


@register.filter
@at_one_version
def row_html(row: Row) -> SafeString:
    """``{{ row|row_html }}``."""
    return render_to_string("components/row.html", {"row": row})


@register.simple_tag
def kept(component: str, **named: Any) -> SafeString:
    """``{% kept "components/x.html" name=value %}``: like ``include … only``. The values must be plain and hashable."""
    return _kept(component, *named.items())


@at_one_version
def _kept(component: str, *named: tuple[str, Any]) -> SafeString:
    return render_to_string(component, dict(named))
