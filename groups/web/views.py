"""The public pages: load, ask one query, answer."""

from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..domain.codes import BadCode, parse_code
from ..queries import public_list, public_pages
from ..queries.public_list import PAGE_SIZE, STATE_LABELS, State, Wanted
from . import errors
from .forms import Choices, ListForm
from .pages import page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: one search box, and how to tell an official group."""
    return page(request, "groups/home.html", {"here": "home", "home": public_pages.home()})


@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """The list: official groups first, suspended and ended ones under their own tabs."""
    form = ListForm.read(request.GET)
    wanted, address = form.wanted, reverse("web:list")
    found = public_list.group_list(wanted)
    paginator = Paginator(found.rows, PAGE_SIZE)
    paginator.count = found.counts[wanted.state]  # they were counted with the other tabs
    rows = paginator.get_page(request.GET.get("page", "1"))
    links = {state: address + _asked(wanted, state) for state in STATE_LABELS}
    tabs = [(state, label, found.counts[state], links[state]) for state, label in STATE_LABELS.items()]
    context = {
        "here": "list",
        "form": form,
        "wanted": wanted,
        "found": found,
        "rows": rows.object_list,
        "paging": rows,
        "asked_other_page": request.GET.get("page", str(rows.number)) != str(rows.number),
        "tabs": tabs,
        "elsewhere": [(label, count, link) for state, label, count, link in tabs if count and state != wanted.state],
        "links": _page_links(rows, links[wanted.state]),
        "choices": Choices(),
    }
    return page(request, "groups/list.html", context)


@require_safe
def group(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one group. A code typed loosely leads to its canonical address."""
    try:
        canonical = parse_code(code)
    except BadCode as error:
        return errors.code_not_found(request, str(error))
    if canonical != code:
        return redirect("web:group", code=canonical)
    found = public_pages.group_page(canonical)
    if found is None:
        return errors.code_not_found(request, public_list.no_such_code(canonical))
    return page(request, "groups/group.html", {"page": found, "group": found.group})


def _asked(wanted: Wanted, state: State) -> str:
    """Return the query of a link that keeps what could be read of the question, and only that; empty for none."""
    asked = {
        "q": wanted.text,
        "app": wanted.platform,
        "level": wanted.level,
        "state": "" if state == State.OFFICIAL else state,
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"?{query}" if query else ""


def _page_links(rows: Page, first: str) -> list[tuple[str, str]]:
    """Return (number, link) of the pages worth a link, from ``first``; "…" without a link for those left out."""
    further = f"{first}{'&' if '?' in first else '?'}page="
    numbers = rows.paginator.get_elided_page_range(rows.number, on_each_side=1, on_ends=1)
    return [(str(n), (first if n == 1 else f"{further}{n}") if isinstance(n, int) else "") for n in numbers]
