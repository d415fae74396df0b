"""A database that takes every question and answers none: nobody waits for long, and no verdict comes of it."""

import json

import psycopg2
import pytest
from django.db import OperationalError
from psycopg2.extensions import set_wait_callback

from groups.services.trouble import Trouble, trouble_of
from registry.patience import Patience

from .servers import Register, black_hole, has_postgresql, silent
from .visitor import Visitor, visiting

pytestmark = [
    pytest.mark.replica,
    pytest.mark.skipif(not has_postgresql(), reason="PostgreSQL's server programs were not found"),
]
LINK = "zalo.me/g/abcdef001"
VERIFY, CHECK = f"/api/v1/verify?q={LINK}", f"/kiem-tra/?q={LINK}"
PUBLIC = ["/", "/nhom/", "/cong-bo/", "/so-dang-ky/", CHECK, VERIFY]
SIGN_IN = "/quan-tri/login/ username=thu.lanhdao&password=mat-khau"
#: Who asks until an answer comes is no guesser.
SECOND = {"DB_ANSWER_TIMEOUT": "1", "LOOKUP_LIMIT": "100000/minute"}
UNKNOWN = "xin mở lại hồ sơ để xem trước khi thực hiện lại"


def no_verdict(answer: dict) -> bool:
    told = ('"verdict"', "Nhóm chung số", "verdict--")
    return answer["status"] == 503 and not any(word in answer["text"] for word in told)


def refused_in_words(visitor) -> None:
    """Assert what readers, programs and staff meet where nothing at all can be read."""
    for path in PUBLIC:
        answer = visitor.get(path)
        assert (no_verdict(answer), answer["Retry-After"]) == (True, "60"), (path, answer)
    assert "Chưa kiểm tra được" in visitor.get(CHECK)["text"]
    posted = visitor.get(f"/kiem-tra/ q={LINK}", "POST")
    assert (no_verdict(posted), "Chưa kiểm tra được" in posted["text"]) == (True, True)
    assert UNKNOWN in visitor.get(SIGN_IN, "POST")["text"]
    assert [visitor.get(path)["status"] for path in ("/healthz", "/readyz")] == [200, 503]


def test_without_a_replica_a_silent_server_is_told_in_words_and_is_asked_again_when_it_speaks(servers):
    register, primary, _ = servers
    register.environment |= SECOND
    visitor = Visitor(register, "serve")
    try:
        assert json.loads(visitor.get(VERIFY)["text"])["verdict"] == "official"
        assert visitor.get(VERIFY)["outcome"] == "hit"
        with silent(primary):
            refused_in_words(visitor)
        spoken = visitor.until(VERIFY, lambda answer: answer["status"] == 200)
        assert json.loads(spoken["text"])["verdict"] == "official"
        assert visitor.until("/readyz", lambda answer: answer["status"] == 200)
    finally:
        visitor.close()


def test_with_a_replica_answers_go_on_and_name_their_moment(servers):
    register, primary, replica = servers
    register.environment |= SECOND
    with visiting(register, replica.url.rpartition("/")[0] + "/ground", "serve") as visitor:
        assert json.loads(visitor.get(VERIFY)["text"])["verdict"] == "official"
        with silent(primary):
            _goes_on(visitor)
        visitor.until(VERIFY, lambda answer: answer["status"] == 200 and answer["Register-As-Of"] is None)


def _goes_on(visitor) -> None:
    for path in PUBLIC:
        answer = visitor.get(path)
        assert (answer["status"], bool(answer["Register-As-Of"])) == (200, True), (path, answer)
    assert json.loads(visitor.get(VERIFY)["text"])["verdict"] == "official"
    assert "Máy chủ chính tạm thời không trả lời" in visitor.get(f"/kiem-tra/ q={LINK}", "POST")["text"]
    assert UNKNOWN in visitor.get(SIGN_IN, "POST")["text"]
    # Who asks where to send readers hears that they are answered here, and by which database.
    ready = visitor.get("/readyz")
    told = json.loads(ready["text"])
    assert (visitor.get("/healthz")["status"], ready["status"], told["database"]) == (200, 200, "no answer")
    assert (told["migrations_waiting"], "replica_as_of" in told) == (0, True)


def test_a_black_hole_in_the_place_of_the_server_is_no_more_than_a_silent_one(servers):
    register, _, replica = servers
    copy = replica.url.rpartition("/")[0] + "/ground"
    with black_hole() as port:
        url = f"postgres://nobody:nothing@127.0.0.1:{port}/ground"
        lost = Register(register.place, url, **SECOND)
        visitor = Visitor(lost, "serve")
        try:
            refused_in_words(visitor)
        finally:
            visitor.close()
        with visiting(Register(register.place, url, **SECOND), copy, "serve") as visitor:
            _goes_on(visitor)


@pytest.fixture
def patient(servers):
    """Connect with so much patience; nobody else of this process does."""
    register, *_ = servers

    def connect(**seconds):
        patience = Patience(**seconds)
        set_wait_callback(patience.wait)
        return patience, psycopg2.connect(register.url)

    yield connect
    set_wait_callback(None)


def test_a_statement_in_a_transaction_is_given_its_time_and_cut_after_it(patient):
    patience, connection = patient(quick=1, slow=3)
    patience.begin()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1.5), 7")  # BEGIN came before it
        assert cursor.fetchone()[1] == 7
        with pytest.raises(psycopg2.OperationalError, match="no answer in time") as caught:
            cursor.execute("SELECT pg_sleep(60)")
    assert connection.closed
    told = OperationalError()
    told.__cause__ = caught.value
    assert trouble_of(told) == Trouble.GONE  # whether it was written is unknown, and is said so


def test_only_the_first_answer_in_a_request_is_to_come_at_once(patient):
    patience, connection = patient(quick=1, slow=None)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1.5)")
        patience.begin()
        with pytest.raises(psycopg2.OperationalError):
            cursor.execute("SELECT pg_sleep(60)")
    # The server is left alone for a moment: nobody else waits for it.
    with pytest.raises(psycopg2.OperationalError, match="a moment ago"):
        psycopg2.connect(connection.dsn)
