"""Every table says whether the public sees it; what changes without an event is counted by the database."""

import pytest
from django.apps import apps
from django.db import connection

from groups.models import Letterhead, PublicChange, Unit, public_changes
from groups.models.public_changes import COUNTED, TOLD_BY_EVENTS, UNSEEN
from groups.tests import factories


def test_every_table_says_whether_the_public_sees_it():
    """A new table belongs into COUNTED, TOLD_BY_EVENTS or UNSEEN of models/public_changes.py."""
    tables = {model._meta.db_table for model in apps.get_app_config("groups").get_models(include_auto_created=True)}
    assert tables == {*COUNTED, *TOLD_BY_EVENTS, *UNSEEN}
    assert len(COUNTED) + len(TOLD_BY_EVENTS) + len(UNSEEN) == len(tables)


@pytest.mark.django_db
def test_every_trigger_is_installed():
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'public_groups%%'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'public_groups%%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [])
        assert {row[0] for row in cursor.fetchall()} == public_changes.expected(connection.vendor)


def count() -> int:
    row = PublicChange.objects.first()
    return row.number if row else 0


@pytest.mark.django_db(transaction=True)
def test_what_any_program_changes_is_counted():
    authority = factories.make_authority()
    seen = [count()]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE groups_unit SET name = 'Phòng khác' WHERE id = %s", [authority.pk])
    seen.append(count())
    Letterhead.objects.filter(authority=authority).delete()
    seen.append(count())
    Unit.objects.bulk_create([Unit(name=f"Trường {n}", name_key=f"truong {n}", kind="school") for n in range(3)])
    seen.append(count())

    assert seen == sorted(set(seen))


@pytest.mark.django_db(transaction=True)
def test_a_draft_changes_nothing_that_the_public_sees():
    factories.make_document()
    authority = factories.make_authority()
    before = count()
    factories.make_draft(authority=authority)
    assert count() == before
