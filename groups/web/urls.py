"""Table of contents of the public pages. Each says what may be kept of it (``domain/doors.py``)."""

from functools import partial

from django.urls import path

from ..domain.doors import Door, Keep, declare
from . import check, difference, feeds, log, publications, views

app_name = "web"
public = partial(declare, Door.PUBLIC)
today, past, answer, file = public(Keep.TODAY), public(Keep.PAST), public(Keep.ANSWER), public(Keep.FILE)
dear = partial(public, dear=True)

urlpatterns = [
    path("", today(views.home), name="home"),
    path("kiem-tra/", answer(check.check), name="check"),
    path("nhom/", today(views.group_list), name="list"),
    path("nhom/<str:code>/", today(views.group), name="group"),
    path("so-sanh/", dear(Keep.TODAY)(difference.days), name="difference"),
    path("so-dang-ky/", today(log.log), name="log"),
    path("so-dang-ky/verify_offline.py", file(log.script), name="log_script"),
    path("cong-bo/", today(publications.index), name="publications"),
    path("cong-bo/tin.atom", past(feeds.PublicationFeed()), name="feed"),
    # Printed on paper, so it never changes.
    path("cong-bo/<slug:authority>/<int:number>/", today(publications.publication), name="publication"),
    path("cong-bo/<slug:authority>/<int:number>/thong-bao/", past(publications.notice), name="notice"),
    path(
        "cong-bo/<slug:authority>/<int:number>/<slug:kind>.pdf",
        file(publications.published_file),
        name="published_file",
    ),
    path(
        "cong-bo/<slug:authority>/<int:number>/da-ky/<int:pk>.pdf", file(publications.signed_copy), name="signed_copy"
    ),
    path(
        "cong-bo/<slug:authority>/<int:number>/danh-sach.<str:suffix>",
        dear(Keep.FILE)(publications.published_table),
        name="published_table",
    ),
    path(
        "cong-bo/<slug:authority>/<int:first>/so-voi/<int:second>/",
        dear(Keep.PAST)(publications.compare),
        name="compare",
    ),
]
