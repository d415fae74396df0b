"""What was uploaded is forgotten after a day, though nobody uploads anything more."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from groups.models import ImportRun

from ..factories import make_user

pytestmark = pytest.mark.django_db


def test_only_what_is_older_than_a_day_is_forgotten():
    now, user = timezone.now(), make_user()
    old, new = (
        ImportRun.objects.create(kind="people", by=user, at=at, rows=[[2, {"phone": "0912345678"}]], file_name="a.csv")
        for at in (now - dt.timedelta(hours=25), now)
    )
    for words in ("của 1 lần", "của 0 lần"):
        out = StringIO()
        call_command("forget_imports", stdout=out)
        assert words in out.getvalue()
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, old.rows, new.state, len(new.rows)) == ("cancelled", [], "previewed", 1)
