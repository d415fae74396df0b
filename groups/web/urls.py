"""Table of contents of the public pages."""

from django.urls import path

from . import check, difference, feeds, publications, views

app_name = "web"

urlpatterns = [
    path("", views.home, name="home"),
    path("kiem-tra/", check.check, name="check"),
    path("nhom/", views.group_list, name="list"),
    path("nhom/<str:code>/", views.group, name="group"),
    path("so-sanh/", difference.days, name="difference"),
    path("cong-bo/", publications.index, name="publications"),
    path("cong-bo/tin.atom", feeds.PublicationFeed(), name="feed"),
    # Printed on paper, so it never changes.
    path("cong-bo/<str:authority>/<int:number>/", publications.publication, name="publication"),
    path("cong-bo/<str:authority>/<int:number>/thong-bao/", publications.notice, name="notice"),
    path("cong-bo/<str:authority>/<int:number>/<str:kind>.pdf", publications.published_file, name="published_file"),
    path("cong-bo/<str:authority>/<int:number>/da-ky/<int:pk>.pdf", publications.signed_copy, name="signed_copy"),
    path(
        "cong-bo/<str:authority>/<int:number>/danh-sach.<str:suffix>",
        publications.published_table,
        name="published_table",
    ),
    path("cong-bo/<str:authority>/<int:first>/so-voi/<int:second>/", publications.compare, name="compare"),
]
