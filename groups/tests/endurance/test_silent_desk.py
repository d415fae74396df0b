"""Staff at work while the database takes every question and answers none: an act is whole or not there, and once."""

import re
import time
from contextlib import closing
from urllib.parse import urlencode

import psycopg2
import pytest
from django.utils import timezone

from ..factories import PASSWORD
from .servers import has_postgresql, silent
from .test_silent import UNKNOWN
from .visitor import Visitor

pytestmark = [
    pytest.mark.replica,
    pytest.mark.skipif(not has_postgresql(), reason="PostgreSQL's server programs were not found"),
]
#: Seconds: how long a first answer is waited for, and how much longer any other. A page takes less than one of them.
ANSWER, STATEMENT = 4, 6
LIMITS = {"DB_ANSWER_TIMEOUT": str(ANSWER), "DB_STATEMENT_TIMEOUT": str(STATEMENT)}


def asked(url: str, question: str, *about: str) -> tuple:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(question, about)
        return cursor.fetchone()


def standing(url: str, group: str) -> tuple[str, int]:
    """Return the status of the group and how many events it has, once nobody is writing any more."""
    busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    end = time.monotonic() + 60
    while asked(url, f"{busy} AND state <> 'idle'") != (0,):
        assert time.monotonic() < end, "somebody is still writing"
        time.sleep(0.05)
    return asked(
        url,
        "SELECT status, (SELECT count(*) FROM groups_registerevent WHERE group_id = each.id)"
        " FROM groups_workgroup AS each WHERE id = %s",
        group,
    )


def told_at_most_in(seconds: float, answer) -> None:
    """Assert that ``answer()`` says in time that nothing is known to be written."""
    begun = time.monotonic()
    given = answer()
    taken = time.monotonic() - begun
    assert (given["status"], given["Retry-After"], UNKNOWN in given["text"]) == (503, "60", True), given
    assert taken < seconds, taken


@pytest.fixture
def staff(servers):
    """Return the register, a draft on it, and two who work at pages: one proposes, one recognises."""
    register, primary, _ = servers
    group, *names = register.ask("draft").split()
    register.environment |= LIMITS
    visitors = [Visitor(register, "serve", name) for name in names]
    yield register, primary, group, visitors
    for visitor in visitors:
        visitor.close()


def test_an_act_that_met_silence_is_whole_or_not_there_and_sent_again_is_done_once(staff):
    register, primary, group, (specialist, leader) = staff
    today = f"{timezone.localdate():%d/%m/%Y}"
    basis = {"new_kind": "Công văn", "new_number": "9", "new_symbol": "GDĐT", "new_issued_on": today}
    basis |= {"new_subject": "Công nhận nhóm", "reason": "Cần cho điều hành", "effective_on": today}
    acts = [
        (specialist, "propose", {"effective_on": today}, "proposed"),
        (leader, "recognise", basis, "recognised"),
    ]
    before = ("draft", 0)
    for number, (visitor, action, form, after) in enumerate(acts, start=1):
        page = f"/quan-tri/groups/workgroup/{group}/viec/{action}/"
        seen = re.search(r'name="seen_event" value="(\d+)"', visitor.get(page)["text"])[1]
        sent = f"{page} {urlencode(form | {'seen_event': seen})}"

        # The server is silent from the start: one request waits, the next does not, and nothing is there.
        with silent(primary):
            told_at_most_in(2 * ANSWER, lambda visitor=visitor, sent=sent: visitor.get(sent, "POST"))
            told_at_most_in(ANSWER, lambda visitor=visitor, sent=sent: visitor.get(sent, "POST"))
        assert standing(register.url, group) == before
        visitor.until(page, lambda answer: answer["status"] == 200)

        # Sent again, and silent when it is asked to commit: what the page cannot know is whole afterwards.
        visitor.hold(sent)
        with silent(primary):
            told_at_most_in(2 * ANSWER + STATEMENT, visitor.let_go)
        assert standing(register.url, group) == (after, number)
        visitor.until(page, lambda answer: answer["status"] != 503)

        # And once more from the page that was open all the while.
        assert visitor.get(sent, "POST")["status"] == 302
        before = standing(register.url, group)
        assert before == (after, number)
    assert register.ask("check") == "[]"


def test_who_signs_in_during_silence_is_told_so_and_comes_in_after_it(staff):
    register, primary, *_ = staff
    visitor = Visitor(register, "serve")
    sent = f"/quan-tri/login/ {urlencode({'username': 'thu.lanhdao', 'password': PASSWORD})}"
    try:
        assert visitor.get("/quan-tri/login/")["status"] == 200
        with silent(primary):
            told_at_most_in(2 * ANSWER, lambda: visitor.get(sent, "POST"))
        visitor.until("/readyz", lambda answer: answer["status"] == 200)
        assert visitor.get(sent, "POST")["status"] == 302
    finally:
        visitor.close()
