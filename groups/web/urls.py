"""Table of contents of the public pages."""

from django.urls import path

from . import check, views

app_name = "web"

urlpatterns = [
    path("", views.home, name="home"),
    path("kiem-tra/", check.check, name="check"),
    path(
    path("nhom/", views.group_list, name="list"),
    path("nhom/<str:code>/", views.group, name="group"),
]
