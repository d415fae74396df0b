"""One box for the whole desk: groups, people, units and documents at once."""

from django.contrib import admin
from django.template.response import TemplateResponse

from ..queries.finding import find

_LONGEST = 200  # characters; a longer text is no name


def finding_view(request) -> TemplateResponse:
    """Show what holds the words that were typed, by kind, as far as this person may see it."""
    text = request.GET.get("q", "")[:_LONGEST].replace("\x00", "").strip()
    site = admin.site

    def may_view(model) -> bool:
        return site.is_registered(model) and site.get_model_admin(model).has_view_permission(request)

    context = {
        **site.each_context(request),
        "title": "Tìm trong sổ",
        "text": text,
        "sections": find(text, user=request.user, may_view=may_view),
    }
    return TemplateResponse(request, "admin/finding.html", context)
