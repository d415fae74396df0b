"""Error pages."""

from django.shortcuts import render


def not_found(request, exception):
    """404 in words that help."""
    return render(request, "404.html", status=404)


def server_error(request):
    """500: nothing of the cause is shown."""
    return render(request, "500.html", status=500)
