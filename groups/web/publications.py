"""The pages of published lists: what a printed QR opens, and the files behind it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..models import Publication
from ..queries import publications
from ..services.exporting import Form, file_of
from .pages import page

#: Bytes that never change may be kept by whoever has them.
_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every list that was published, newest first."""
    found = Publication.objects.light().select_related("authority", "covering")
    return page(request, "groups/publications.html", {"here": "publications", "publications": found})


@require_safe
def publication(request: HttpRequest, authority: str, number: int) -> HttpResponse:
    """One published list: whether it is still current, its rows, its files, who signed it."""
    found = _found(authority, number)
    context = {
        "here": "publications",
        "publication": found,
        "printed": publications.printed_list(found),
        "standing": publications.standing(found, timezone.localdate()),
        "files": found.files.defer("content"),
        "copies": publications.copies_of(found),
        "earlier": found.number - 1,
    }
    return page(request, "groups/publication.html", context)


@require_safe
def compare(request: HttpRequest, authority: str, first: int, second: int) -> HttpResponse:
    """What differs between two published lists of one office, the older one first."""
    before, after = _found(authority, min(first, second)), _found(authority, max(first, second))
    context = {
        "here": "publications",
        "before": before,
        "after": after,
        "difference": publications.between(before, after),
    }
    return page(request, "groups/compare.html", context)


@require_safe
def notice(request: HttpRequest, authority: str, number: int) -> HttpResponse:
    """What was done between the list before this one and itself."""
    found = _found(authority, number)
    context = {
        "here": "publications",
        "publication": found,
        "sections": publications.notice_of(found),
        "period": publications.period_of(found),
        "has_file": found.files.filter(kind="notice").exists(),
    }
    return page(request, "groups/notice.html", context)


@require_safe
def published_file(request: HttpRequest, authority: str, number: int, kind: str) -> HttpResponse:
    """A PDF as it was published, byte for byte."""
    file = get_object_or_404(_found(authority, number).files, kind=kind)
    return _bytes(bytes(file.content), "application/pdf", _name(authority, number, f"{kind}.pdf"), file.sha256)


@require_safe
def signed_copy(request: HttpRequest, authority: str, number: int, pk: int) -> HttpResponse:
    """A signed copy as it was put back, byte for byte."""
    copy = get_object_or_404(_found(authority, number).signed_copies, pk=pk)
    return _bytes(bytes(copy.content), "application/pdf", _name(authority, number, f"da-ky-{pk}.pdf"), copy.sha256)


@require_safe
def published_table(request: HttpRequest, authority: str, number: int, suffix: str) -> HttpResponse:
    """The same list as a table for a spreadsheet or a program."""
    found = _found(authority, number)
    if suffix not in {"xlsx", "ods", "csv", "json"}:
        raise Http404
    made = file_of(publications.printed_list(found), Form(suffix), found.published_at)
    return _bytes(made.content, made.content_type, _name(authority, number, suffix, "."), "")


def _found(authority: str, number: int) -> Publication:
    rows = Publication.objects.select_related("authority", "covering", "published_by")
    return get_object_or_404(rows, authority__code=authority, number=number)


def _name(authority: str, number: int, ending: str, joint: str = "-") -> str:
    return f"danh-sach-{authority}-{number}{joint}{ending}"


def _bytes(content: bytes, content_type: str, name: str, digest: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = _FOR_EVER
    if digest:
        response.headers["ETag"] = f'"{digest}"'
    return response
