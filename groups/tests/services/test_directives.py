"""A directive is "done" only by the act that carries it out."""

import pytest

from groups.domain.status import Status
from groups.models import Directive, WorkGroup
from groups.queries.facts import done_directives, public_facts
from groups.queries.overview import with_open_directives
from groups.services import lifecycle

from ..factories import decided, make_group, reread

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", [Status.DISSOLVED, Status.MERGED])
def test_an_end_does_not_claim_that_other_directives_were_carried_out(status):
    group = make_group()
    for kind in ("rename", "may_merge", "dissolve"):
        Directive.objects.create(group=group, kind=kind)
    if status == Status.MERGED:
        lifecycle.merge(group=group, successor=make_group(name="Nhóm nhận"), **decided())
    else:
        lifecycle.dissolve(group=group, **decided())
    fits = {Status.MERGED: "may_merge", Status.DISSOLVED: "dissolve"}[status]
    assert list(group.directives.exclude(done_on=None).values_list("kind", flat=True)) == [fits]
    assert len(done_directives(reread(group))) == 1
    assert reread(group).last_event.public["facts"]["directives_done"] == done_directives(reread(group))


def test_an_ended_group_leaves_no_task_behind():
    group = make_group()
    Directive.objects.create(group=group, kind="rename")
    assert with_open_directives(WorkGroup.objects.all()).count() == 1
    lifecycle.dissolve(group=group, **decided())
    assert with_open_directives(WorkGroup.objects.all()).count() == 0


def test_the_facts_of_the_last_event_are_the_facts_of_the_group():
    group = make_group(status=Status.SUSPENDED)
    assert reread(group).last_event.public["facts"] == public_facts(reread(group))
