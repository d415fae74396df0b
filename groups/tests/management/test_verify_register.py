"""The command that says whether history is what it was."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from groups.models import RegisterEvent, guards
from groups.queries import tree

from ..factories import make_group

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("verify_register", *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.parametrize("text", ["", "5", "5:abc", "a:" + "0" * 64, "-1:" + "0" * 64])
def test_what_is_no_head_is_refused(text):
    with pytest.raises(CommandError, match="SỐ:GỐC"):
        run(f"--head={text}")


def test_a_register_that_holds_is_told_with_its_head():
    make_group()
    size, root = tree.head()
    said = run(f"--head={size}:{root.upper()}")
    assert "Sổ đúng: 2 sự kiện, 1 nhóm, 0 danh sách đã công bố, 1 đầu sổ bên ngoài" in said
    assert f"Đầu sổ: 2:{root}" in said


def test_the_first_event_that_fails_is_named():
    make_group()
    guards.remove(connection)
    RegisterEvent.objects.update(reason="Khác")
    with pytest.raises(CommandError, match="Sự kiện số 1: lý do hoặc nội dung nội bộ không khớp"):
        run()


def test_a_root_printed_in_groups_of_digits_may_be_typed_as_it_stands():
    make_group()
    size, root = tree.head()
    run(f"--head={size}: {root[:32]} {root[32:]}")
