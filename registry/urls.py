"""Table of contents of the site."""

from django.contrib import admin
from django.urls import include, path

from groups.api.urls import urls as api_urls

urlpatterns = [
    path("quan-tri/", admin.site.urls),
    path("api/v1/", api_urls),
    path("", include("groups.web.urls")),
]

handler400 = "groups.web.errors.bad_request"
handler403 = "groups.web.errors.forbidden"
handler404 = "groups.web.errors.not_found"
handler500 = "groups.web.errors.server_error"
