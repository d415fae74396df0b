"""How every public page is answered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ..queries import public_pages


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a page under the name of the office."""
    office = public_pages.office(timezone.localdate())
    return render(request, template, {"office": office, **context}, status=status)
