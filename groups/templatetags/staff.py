"""Words about staff for templates."""

from django import template

from ..queries import staff

register = template.Library()


@register.filter
def staff_name(user) -> str:
    """``{{ event.actor|staff_name }}``."""
    return staff.staff_name(user)
