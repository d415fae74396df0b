"""One box for the whole desk: groups, people, units and documents at once."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt

from ..domain.reading import MAX_INPUT, Kind, read
from ..queries.finding import find
from ..queries.own_hosts import own_hosts

_LONGEST = 200  # characters; a longer text is no name


# A question changes nothing; a link comes in the body, and a token would stand in the address of all others.
@csrf_exempt
def finding_view(request) -> TemplateResponse:
    """Show what holds the words that were typed, by kind, as far as this person may see it.

    By an invite link nothing is found: links are kept apart from all that is searched. Whoever brings one is led to
    the check, which compares it; it is not shown again.
    """
    typed = (request.POST if request.method == "POST" else request.GET).get("q", "")
    typed = typed.replace("\x00", "").strip()
    reading, site = read(typed[:MAX_INPUT], own_hosts(request.get_host())), admin.site
    link = typed if reading.holds_link else ""  # whole: the beginning of a strange link may be one of ours
    # The address of a group's own page is as good as its code.
    code = reading.parts[0].code if reading.kind == Kind.CODE else ""
    text = "" if link else code or typed[:_LONGEST]

    def may_view(model) -> bool:
        return site.is_registered(model) and site.get_model_admin(model).has_view_permission(request)

    context = {
        **site.each_context(request),
        "title": "Tìm trong sổ",
        "text": text,
        "link": link,
        "sections": find(text, user=request.user, may_view=may_view),
    }
    return TemplateResponse(request, "admin/finding.html", context)
