"""The attached list from preview to signature to replacement, walked in a real browser; a scanner reads its QR."""

import datetime as dt
import io
import json
import re
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from groups.models import Publication, WorkGroup
from groups.services import amendments
from groups.services.accounts import loader
from groups.services.importing import load_published_list
from groups.services.roles import CLERK, LEADER

from ..documents.test_signatures import certificate, sign
from ..factories import make_user
from .test_staff_walk import LIST, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def register(live_server):
    """The site with the list of 2021, and a clerk."""
    load_published_list(content=json.loads(Path(LIST).read_text(encoding="utf-8")), by=loader(), now=timezone.now())
    make_user(role=CLERK, username="vanthu")
    make_user(role=LEADER, username="lanhdao")
    return live_server.url


def publish(page, site):
    page.goto(f"{site}/quan-tri/groups/publication/")
    page.get_by_role("link", name="Công bố danh sách", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("bản xem trước"))).to_be_visible()
    page.get_by_role("button", name="Công bố danh sách này").click()
    expect(page.get_by_text("đã công bố, 11 mục")).to_be_visible()


def address_behind_the_qr(pdf: bytes) -> str:
    count = int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", "-", pdf).decode())[1])
    picture = run("pdftoppm", "-r", "110", "-png", "-f", str(count), "-l", str(count), "-", pdf)
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    return code.text


def run(*command) -> bytes:
    *command, given = command
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def test_the_list_of_2021_is_published_signed_verified_and_replaced(desk, register, axe):
    sign_in(desk, register, "vanthu")
    publish(desk, register)
    first = Publication.objects.get()
    original = bytes(first.files.get(kind="electronic").content)
    packed, _ = certificate("Trưởng phòng thử", begins=dt.datetime.now(dt.UTC) - dt.timedelta(1))
    signed = sign(original, packed, dt.datetime.now(dt.UTC))

    desk.get_by_role("link", name="Ghi bản đã ký").click()
    broken = bytearray(signed)
    broken[len(original) // 2] ^= 0x20
    for content, said in ((original, "chưa có chữ ký số"), (bytes(broken), "đã bị sửa")):
        desk.locator("#id_file").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": content})
        desk.get_by_role("button", name="Kiểm tra và ghi bản đã ký").click()
        expect(desk.get_by_role("alert")).to_contain_text(said)
    desk.locator("#id_file").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": signed})
    desk.get_by_role("button", name="Kiểm tra và ghi bản đã ký").click()
    expect(desk.get_by_text("Trưởng phòng thử").first).to_be_visible()
    axe(desk)

    printed = address_behind_the_qr(original)
    assert printed == f"{register}/cong-bo/TB/1/"
    desk.goto(printed)
    expect(desk.get_by_role("heading", name="Danh sách này còn đúng với sổ")).to_be_visible()

    now = timezone.now()
    amendments.confirm(group=WorkGroup.objects.official().first(), by=make_user(), now=now,
                       effective_on=timezone.localdate(now))  # fmt: skip
    publish(desk, register)
    desk.goto(printed)
    expect(desk.get_by_role("heading", name="Danh sách này đã được thay thế")).to_be_visible()
    desk.get_by_role("link", name=re.compile("danh sách công bố lần 2")).first.click()
    expect(desk.get_by_role("heading", name="Danh sách này còn đúng với sổ")).to_be_visible()


PAGES = ["/cong-bo/", "/cong-bo/TB/1/", "/cong-bo/TB/1/thong-bao/", "/cong-bo/TB/1/so-voi/2/",
         "/so-sanh/", "/so-sanh/?tu=01/01/2020&den=01/11/2026", "/so-sanh/?tu=x&den="]  # fmt: skip


@pytest.mark.looks
def test_every_page_of_a_published_list_fits_a_phone_and_suits_every_reader(phone, desk, register, axe):
    sign_in(desk, register, "vanthu")
    publish(desk, register)
    publish(desk, register)
    for page in (phone, desk):
        for path in PAGES:
            page.goto(f"{register}{path}")
            wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider <= 0, f"{path} is wider than the screen by {wider} px"
            axe(page)
    desk.goto(f"{register}/quan-tri/groups/publication/add/")
    axe(desk)
