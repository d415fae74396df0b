"""How every public page is answered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ..queries.public_groups import office


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a page under the name of the office."""
    return render(request, template, {"office": office(timezone.localdate()), **context}, status=status)
