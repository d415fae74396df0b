"""The check of a register that is empty, or made by the test itself: apart from the one test_register_check keeps."""

import hashlib

import pytest
from django.db import connection

from groups.domain import merkle
from groups.models import GroupName, RegisterEvent, WorkGroup, guards
from groups.queries import tree
from groups.queries.register_check import check_register
from groups.services import amendments

from ..factories import amended, make_draft, make_group, reread
from .test_register_check import broken_at, cut

pytestmark = pytest.mark.django_db


def test_an_empty_register_holds():
    make_draft()
    assert check_register().size == 0


def test_a_witness_of_nothing_is_the_empty_root():
    make_group()
    check_register(witnesses=[(0, hashlib.sha256(b"").hexdigest())])
    broken_at(1, witnesses=[(0, "0" * 64)])
    assert merkle.EMPTY_ROOT.hex() == hashlib.sha256(b"").hexdigest()


def test_an_old_backup_that_went_another_way_is_found_by_a_remembered_head():
    group = make_group()
    amendments.rename(group=group, new_name="Một tên", **amended())
    witness = tree.head()
    guards.remove(connection)
    cut(2, everything=True)
    facts = RegisterEvent.objects.get(number=2).public["facts"]
    WorkGroup.objects.update(last_event=2, name=facts["name"], name_key="", name_squash="")
    GroupName.objects.exclude(name=facts["name"]).delete()
    GroupName.objects.update(ended_on=None)
    amendments.confirm(group=reread(group), **amended())
    check_register()
    broken_at(3, "viết lại", witnesses=[witness])
