"""The rows of the public list, each rendered once as long as nothing public changes: pages share them."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ..queries.public_pages import Row
from ..queries.public_version import at_one_version

register = template.Library()


@register.filter
@at_one_version
def row_html(row: Row) -> SafeString:
    """``{{ row|row_html }}``."""
    return render_to_string("components/row.html", {"row": row})
