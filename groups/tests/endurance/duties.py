"""What one member of staff can be told to do (``worker.py``).

``found N``: make N official groups. ``act KEY COUNT``: do COUNT acts, among them on shared groups, and say the number
of each event once the service has returned. ``check``: say whether the register holds together.
"""

import datetime as dt
import json
import random
import sys

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client, RequestFactory

from groups.models import CodeCounter, RegisterEvent, RegisterHead, WorkGroup, guards
from groups.queries.facts import public_facts
from groups.queries.verification import verify
from groups.services import amendments, lifecycle
from groups.services.errors import ActRefused
from groups.services.roles import LEADER
from groups.tests import factories

#: What a form and a cookie of a page have in common.
_TOKEN = "a" * 32


def say(*words) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def found(count: str) -> None:
    for number in range(int(count)):
        factories.make_group(name=f"Nhóm chung số {number}", url=f"https://zalo.me/g/abcdef{number:03}")
    say("ready")


def act(key: str, count: str) -> None:
    """Propose and recognise groups of one's own; confirm and rename those that all share; look up in between."""
    rng = random.Random(key)
    shared = list(WorkGroup.objects.filter(name__startswith="Nhóm chung").order_by("pk"))
    clerk = factories.amended()
    say("begin")
    for number in range(int(count)):
        try:
            event = _one(rng, key, number, shared, clerk)
        except ActRefused as error:
            say("refused", str(error).replace("\n", " "))
        else:
            say("done", event.number)
        verify("Nhóm chung số 1", now=factories.NOW, own_hosts=frozenset())
    say("end")


def _one(rng, key, number, shared, clerk) -> RegisterEvent:
    kind = rng.choice(["own", "confirm", "rename"])
    if kind == "own":
        group = factories.make_draft(name=f"Nhóm riêng {key} số {number}")
        basis = {"by": factories.make_user(), "effective_on": factories.PROPOSED_ON, "now": factories.NOW}
        return lifecycle.propose(group=group, **basis)
    group = rng.choice(shared)
    if kind == "confirm":
        return amendments.confirm(group=group, **clerk)
    return amendments.rename(group=group, new_name=f"Nhóm chung {key} lần {number}", **clerk)


def check() -> None:
    """Say what is wrong with the register, as JSON: nothing at all is []."""
    wrong = []
    with transaction.atomic():
        numbers = list(RegisterEvent.objects.order_by("number").values_list("number", flat=True))
        head = RegisterHead.objects.filter(pk=1).values_list("number", flat=True).first() or 0
        if numbers != list(range(1, head + 1)):
            wrong.append(f"the head says {head}, there are {len(numbers)} events")
        for group in WorkGroup.objects.select_related("last_event"):
            wrong += _of_group(group)
        most = CodeCounter.objects.values_list("last_number", flat=True).first() or 0
        if (coded := WorkGroup.objects.exclude(code=None).count()) != most:
            wrong.append(f"{coded} codes, the counter says {most}")
        connection.check_constraints()
        lost = guards.expected(connection.vendor) - guards.present(connection)
        wrong += [f"guard {name} is lost" for name in sorted(lost)]
    say(json.dumps(wrong))


def _of_group(group: WorkGroup) -> list[str]:
    last = group.events.order_by("-number").first()
    if last is None:
        return [] if group.last_event_id is None and group.status == "draft" else [f"{group.pk} without event"]
    same = group.last_event_id == last.number and _plain(public_facts(group)) == last.public["facts"]
    named = [] if group.status in ("draft", "proposed") else list(group.names.current().values_list("name", flat=True))
    return [] if same and named in ([], [group.name]) else [f"group {group.pk} is not what event {last.number} says"]


def _plain(facts: dict) -> dict:
    return json.loads(json.dumps(facts, default=lambda each: each.isoformat() if isinstance(each, dt.date) else each))


def dissolve(name: str) -> None:
    """Dissolve the group that bears a name."""
    group = WorkGroup.objects.get(name=name)
    say(lifecycle.dissolve(group=group, **factories.decided()).number)


def limits(*names: str) -> None:
    """Say the limits of a session as pages have it."""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SHOW {name}")
            say(cursor.fetchone()[0])


def locked(table: str) -> None:
    """Wait until somebody keeps all others from writing to a table."""
    with connection.cursor() as cursor:
        found = None
        while not found:
            cursor.execute(
                "SELECT 1 FROM pg_locks WHERE relation = %s::regclass AND mode = 'ExclusiveLock' AND granted",
                [table],
            )
            found = cursor.fetchone()


def visit() -> None:
    """Be a server of pages: a line in is a method, a path and what is sent, a line out is what a reader would get."""
    say("ready")
    for line in sys.stdin:
        method, path, *body = line.split()
        client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
        response = client.generic(method, path, *body, content_type="application/x-www-form-urlencoded")
        kept = {name: response.headers.get(name) for name in ("Register-As-Of", "Retry-After")}
        say(json.dumps({"status": response.status_code, "text": " ".join(response.content.decode().split()), **kept}))


def draft() -> None:
    """Make a draft and two members of staff; say its key and their names: who may propose it, who may recognise it."""
    group = factories.make_draft(name="Nhóm đề nghị qua trang")
    say(group.pk, factories.make_user().username, factories.make_user(role=LEADER).username)


def _hold_the_next_commit() -> None:
    """Let the next commit say so and wait for a line, as if the server were asked for it just then."""
    commit = connection._commit

    def held() -> None:
        connection._commit = commit
        say("commit")
        sys.stdin.readline()
        commit()

    connection._commit = held


def serve(who: str = "") -> None:
    """Be a worker of the server, its front door included; ``who``: the account that has signed in.

    A line in is a method, a path, and a tag one has already or, with POST, a form. HOLD is a POST whose commit waits.
    """
    from registry.offers import OUTCOME
    from registry.wsgi import application

    told = ("Register-As-Of", "ETag", "Retry-After")
    session = []
    if who:
        client = Client()
        client.force_login(get_user_model().objects.get(username=who))
        session = [f"sessionid={client.session.session_key}"]
    say("ready")
    for line in sys.stdin:
        method, path, *more = line.split()
        if method == "HOLD":
            method = "POST"
            _hold_the_next_commit()
        form = [f"csrfmiddlewaretoken={_TOKEN}&{more.pop()}"] if more and method == "POST" else []
        kind = "application/x-www-form-urlencoded"
        environ = RequestFactory(SERVER_NAME="127.0.0.1").generic(method, path, *form, content_type=kind).environ
        del environ["HTTP_COOKIE"]  # who has none sends no empty one
        if cookies := session + ([f"csrftoken={_TOKEN}"] if form else []):
            environ["HTTP_COOKIE"] = "; ".join(cookies)
        if more:
            [environ["HTTP_IF_NONE_MATCH"]] = more
        begun = []
        result = application(environ, lambda *said, begun=begun: begun.append(said))
        text = b"".join(result).decode()
        if hasattr(result, "close"):
            result.close()
        (status, headers, *_), names = begun[-1], dict.fromkeys(told)
        names |= {name: value for name, value in headers if name in names}
        outcome = environ.get(OUTCOME, "made")
        say(json.dumps({"status": int(status[:3]), "outcome": outcome, "text": " ".join(text.split()), **names}))


DUTIES = {duty.__name__: duty for duty in (found, act, check, dissolve, draft, limits, locked, visit, serve)}
