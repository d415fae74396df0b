"""nginx itself reads the example of the web server, and says in Vietnamese what it says without the register."""

import datetime as dt
import http.client
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from groups.tests.test_architecture import ROOT

pytestmark = [
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not on this machine"),
    pytest.mark.once("nginx alone is asked, nothing stands behind it"),
]
NAME = "nhom.example.vn"
_PLACES = "".join(
    f"{each}_temp_path {{place}}/{each}; " for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
)
_AROUND = f"""
daemon off; master_process off; pid {{place}}/pid; error_log {{place}}/error.log;
events {{{{ worker_connections 64; }}}}
http {{{{ {_PLACES} include {{place}}/site.conf; }}}}
"""


class Site(NamedTuple):
    """The ports for HTTP and for HTTPS; what is written down lies in ``place``."""

    plain: int
    secure: int
    place: Path


def _free_ports(count):
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _write_certificate(place):
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
    pem = serialization.Encoding.PEM
    (place / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (place / "key.pem").write_bytes(key.private_bytes(pem, form, none))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The example, in front of nothing."""
    place = tmp_path_factory.mktemp("nginx")
    plain, secure, nobody = _free_ports(3)
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    for said, here in (
        ("/etc/ssl/register/", f"{place}/"),
        ("/var/log/nginx/", f"{place}/"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{secure} "),
        ("127.0.0.1:8000", f"127.0.0.1:{nobody}"),
    ):
        assert text.count(said) >= 1, said
        text = text.replace(said, here)
    (place / "site.conf").write_text(text)
    (place / "nginx.conf").write_text(_AROUND.format(place=place))
    _write_certificate(place)
    with subprocess.Popen(["nginx", "-c", place / "nginx.conf"], stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + 20
        while process.poll() is None and not _is_up(secure) and time.monotonic() < until:
            time.sleep(0.02)
        assert process.poll() is None, process.stderr.read()
        yield Site(plain, secure, place)
        process.terminate()


def _is_up(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(site, path, *, method="GET", **headers):
    context = ssl.create_default_context(cafile=site.place / "fullchain.pem")
    context.check_hostname = False  # it is asked at 127.0.0.1
    with closing(http.client.HTTPSConnection("127.0.0.1", site.secure, context=context)) as connection:
        return _answer(connection, path, method, headers)


def _answer(connection, path, method, headers):
    connection.request(method, path, headers={"Host": NAME, **headers})
    with connection.getresponse() as answer:
        return answer.status, answer.headers, answer.read().decode()


def test_who_comes_without_encryption_is_led_to_our_own_name(site):
    with closing(http.client.HTTPConnection("127.0.0.1", site.plain)) as connection:
        status, headers, _ = _answer(connection, "/nhom/?page=2", "GET", {"Host": "khac.example"})
    assert (status, headers["Location"]) == (301, f"https://{NAME}/nhom/?page=2")


def test_a_register_that_is_not_there_is_no_answer(site):
    status, headers, text = ask(site, "/kiem-tra/?q=x")
    assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "60", "no-store")
    assert "chưa kiểm tra được gì" in text


@pytest.mark.parametrize("length", [8_000, 12_000])
def test_what_is_longer_than_an_address_may_be_is_told_where_to_put_it(site, length):
    status, headers, text = ask(site, f"/kiem-tra/?q={'a' * length}")
    assert (status, headers["Cache-Control"]) == (414, "no-store")
    assert "dán nội dung vào ô" in text
    assert "aaa" not in text


def test_a_file_that_is_too_large_is_told(site):
    status, _, text = ask(site, "/kiem-tra/", method="POST", **{"Content-Length": str(33 * 2**20)})
    assert (status, "chưa được nhận" in text) == (413, True)


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/too-long"])
def test_some_addresses_are_not_for_the_world(site, path):
    assert ask(site, path)[0] == 404


def test_nothing_of_what_was_asked_is_written_down(site):
    ask(site, "/kiem-tra/?q=https://zalo.me/g/bimat123", Referer="https://zalo.me/g/bimat456")
    log = (site.place / "register.log").read_text()
    assert " GET 503 " in log
    assert not [word for word in ("bimat", "kiem-tra", "127.0.0.1") if word in log]
