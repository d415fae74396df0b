"""Words about staff, and their lists, for templates."""

from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from ..domain.reading import MAX_INPUT, read
from ..queries import staff

register = template.Library()


@register.filter
def staff_name(user) -> str:
    """``{{ event.actor|staff_name }}``."""
    return staff.staff_name(user)


@register.filter
def holds_link(text: str) -> bool:
    """``{% if cl.query|holds_link %}``: nothing is found by a link."""
    return read(text[:MAX_INPUT]).holds_link


@register.filter
def under(cells: Iterable[SafeString], headers: list[dict]) -> Iterator[SafeString]:
    """``{% for cell in result|under:result_headers %}``: the cells of a row, each with what its column is called.

    Django hands a template each cell as ready markup, which begins with its tag. The box that chooses a row is called
    nothing; a label around it is what a thumb can hit.
    """
    for cell, header in zip(cells, headers, strict=True):
        if cell.startswith('<td class="action-checkbox">'):
            yield format_html('<td class="action-checkbox"><label class="thumb">{}</label></td>', _inside(cell))
        else:
            if "named" not in header:  # once a page: there are hundreds of cells
                header["named"] = format_html(' data-label="{}"', capfirst(header["text"]))
            named = spoken(f"{cell[:3]}{header['named']}{cell[3:]}")
            yield mark_safe(named)  # noqa: S308  both are escaped  # nosec B308 B703: Django escaped one, we the other


@register.filter
def spoken(html: str) -> str:
    """``{% filter spoken %}``: the pictures of yes and no are called so; Django calls them True and False.

    No text that somebody typed is met: in that the quotation marks are escaped.
    """
    return html.replace(' alt="True"', ' alt="Có"').replace(' alt="False"', ' alt="Không"')


def _inside(cell: SafeString) -> SafeString:
    """Return what stands between the tags of ``cell``."""
    part = cell[cell.index(">") + 1 : cell.rindex("<")]
    return mark_safe(part)  # noqa: S308  Django escaped it  # nosec B308 B703: a part of what Django escaped
