"""The service as it runs: gunicorn with two workers over the database of the test."""

import json
import os
import signal
import socket
import threading
import time
from urllib.parse import quote

import pytest

from bench.server import serving
from groups.services import amendments
from groups.tests import factories

LINK = "https://zalo.me/g/abcdef123"
VERIFY = f"/api/v1/verify?q={quote(LINK, safe='')}"


@pytest.fixture
def served(transactional_db, tmp_path):
    """A group, and a gunicorn that tells of it; its log lies in ``log``."""
    group = factories.make_group(name="Hiệu trưởng tiểu học", url=LINK)
    log = tmp_path / "log"
    # The hashed names of static files exist only after collectstatic, which is not what is tested here.
    with serving(
        log=log, DJANGO_SETTINGS_MODULE="registry.settings_service_test", LOOKUP_LIMIT="1000/minute"
    ) as server:
        yield server, group, log


def by_each_worker(server, path, **headers):
    """Ask often enough that both workers have answered."""
    return [server.get(path, **headers) for _ in range(12)]


def test_what_is_recorded_is_seen_at_once_in_every_worker(served):
    server, group, _ = served
    before = by_each_worker(server, VERIFY) + by_each_worker(server, "/nhom/")
    assert {status for status, _, _ in before} == {200}
    assert all(json.loads(body)["verdict"] == "official" for _, _, body in before[:12])

    amendments.rename(group=group, new_name="Tên mới sau đây", **factories.amended())
    assert all("Tên mới sau đây" in body.decode() for _, _, body in by_each_worker(server, "/nhom/"))

    group.refresh_from_db()
    amendments.rotate_link(group=group, url="", revoked=group.links.get(), **factories.amended())
    verdicts = {json.loads(body)["verdict"] for _, _, body in by_each_worker(server, VERIFY)}
    assert verdicts == {"revoked_link"}


def test_what_did_not_change_is_not_sent_again(served):
    server, _, _ = served
    tag = server.get("/nhom/")[1]["ETag"]
    answers = by_each_worker(server, "/nhom/", **{"If-None-Match": tag})
    assert {(status, body) for status, _, body in answers} == {(304, b"")}


def test_the_log_is_lines_of_json_without_secrets(served):
    server, _, log = served
    mark = server.get(VERIFY, Referer=LINK, Cookie="sessionid=kin")[1]["X-Request-ID"]
    server.get("/zalo.me/g/abcdef123", **{"X-Forwarded-For": "203.0.113.77"})
    server.get(f"/nhom/abcdef123/?q={LINK}")
    server.get("/metrics")
    text = log.read_text()
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]

    asked = [line for line in lines if line.get("request") == mark]
    assert [(line["view"], line["status"], line["verdict"]) for line in asked] == [("api:verify_text", 200, "official")]
    assert [secret for secret in ("abcdef123", "203.0.113.77", "sessionid", 'kin"') if secret in text] == []


def test_the_figures_of_both_workers_are_added_up(served):
    server, _, _ = served
    by_each_worker(server, VERIFY)
    _, _, text = server.get("/metrics")
    counted = [line for line in text.decode().splitlines() if line.startswith("register_verdicts_total")]
    assert counted == ['register_verdicts_total{verdict="official"} 12.0']
    assert server.get("/metrics", **{"X-Forwarded-For": "192.0.2.1"})[0] == 404


def test_a_stop_lets_the_request_under_way_end(served):
    server, _, _ = served
    body = b"q=" + b"x" * 20
    head = (
        f"POST /kiem-tra/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as slow:
        slow.sendall(head.encode() + body[:5])
        _until_busy(server)
        os.kill(server.process.pid, signal.SIGTERM)
        ended = threading.Event()
        threading.Thread(target=lambda: (server.process.wait(30), ended.set()), daemon=True).start()
        assert not ended.wait(0.5)
        slow.sendall(body[5:])
        answer = b"".join(iter(lambda: slow.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200")
    assert ended.wait(30)
    assert server.process.returncode == 0


def _until_busy(server) -> None:
    """Wait until a worker has taken the connection: it then has one more open socket."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        taken = [
            each for worker in server.workers() for each in worker.net_connections() if each.status == "ESTABLISHED"
        ]
        if any(each.laddr.port == server.port for each in taken):
            return
        time.sleep(0.01)
    raise AssertionError("no worker took the connection")
