"""Asking as a principal does: by name, link, message, picture and camera, on a phone."""

import re

import pytest
from playwright.sync_api import expect

from groups.domain.status import Status
from groups.services import amendments, lookup_limit, reports
from groups.tests import factories
from groups.tests.pictures import make_qr, on_phone_screen, png

from .conftest import FLAGS, PHONE

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
ZALO = "https://zalo.me/g/"


@pytest.fixture(autouse=True)
def register(settings):
    """One of everything that can be asked for; returns what to ask, by verdict."""
    settings.LOOKUP_LIMIT = "10000/minute"
    lookup_limit.reset()
    official = factories.make_group(name="Hiệu trưởng các trường mầm non công lập", url=f"{ZALO}hieutruong01")
    renamed = factories.make_group(name="Tổng phụ trách Đội", url=f"{ZALO}tongphutra01")
    amendments.rename(group=renamed, new_name="Tổng phụ trách Đội các trường tiểu học", **factories.amended())
    amendments.rotate_link(group=renamed, url=f"{ZALO}tongphutra02", revoked=renamed.links.get(), **factories.amended())
    factories.make_group(name="Kế toán các trường khối 8", status=Status.SUSPENDED)
    factories.make_group(name="Y tế học đường toàn quận", status=Status.MERGED)
    reports.confirm_report(by=factories.make_user(), now=factories.NOW, name="Phòng Giáo dục VIP")
    yield {
        "Đúng là nhóm chính thức": f"{ZALO}hieutruong01",
        "Mã này là của một nhóm chính thức": official.code,
        "Có nhóm chính thức mang tên này": "HT cac truong MNCL",
        "Đây là tên cũ": "tong phu trach doi",
        "Liên kết đã bị thu hồi": f"{ZALO}tongphutra01",
        "Nhóm đang tạm ngừng": "ke toan cac truong khoi 8",
        "Nhóm đã kết thúc": "y te hoc duong toan quan",
        "Giống tên một nhóm chính thức nhưng không phải": "Hiệu trưởng các trường mầm nоn công lập",
        "Cơ quan đã xác nhận: không phải nhóm của cơ quan": "phong giao duc vip",
        "Liên kết này không có trong sổ": f"{ZALO}khongco00001",
        "Không kiểm tra được địa chỉ này": "https://bit.ly/abc",
    }
    lookup_limit.reset()


def ask(page, text):
    page.goto("/kiem-tra/")
    page.get_by_label("Tên nhóm, liên kết mời, mã số hoặc cả tin nhắn").fill(text)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()


def test_every_verdict_fits_a_phone_and_suits_every_reader(phone, axe, register):
    for title, text in register.items():
        ask(phone, text)
        expect(phone.get_by_role("heading", name=title)).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        axe(phone)


def test_the_page_suits_every_reader_before_a_question_on_a_desk_and_in_the_dark(desk, axe, register):
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme=scheme)
        desk.goto("/kiem-tra/")
        axe(desk)
        ask(desk, next(iter(register.values())))
        axe(desk)


def test_a_link_stays_neither_in_the_address_nor_on_the_page(phone):
    ask(phone, f"{ZALO}hieutruong01")

    expect(phone.get_by_role("heading", name="Đúng là nhóm chính thức")).to_be_visible()
    assert phone.url.endswith("/kiem-tra/")
    assert "hieutruong01" not in phone.content()
    phone.goto(f"/kiem-tra/?q={ZALO}hieutruong01")
    expect(phone).to_have_url(re.compile("/kiem-tra/$"))


def test_a_name_may_be_sent_on_as_an_address(phone):
    ask(phone, "quan ly")

    expect(phone).to_have_url(re.compile(r"\?q=quan\+ly$"))


def test_a_pasted_message_is_answered_thing_by_thing(phone, register):
    code = register["Mã này là của một nhóm chính thức"]
    ask(phone, f"Kính gửi thầy cô,\nnhóm “Hiệu trưởng các trường mầm non công lập”\nmã {code}\n{ZALO}lua123456789")

    expect(phone.get_by_text("Trong nội dung có 3 điều để kiểm tra")).to_be_visible()
    expect(phone.get_by_role("heading", name="Liên kết này không có trong sổ")).to_be_visible()


def test_enter_asks_on_a_keyboard(desk):
    desk.goto("/")
    desk.keyboard.press("Tab")
    box = desk.get_by_label("Tên nhóm, liên kết mời, mã số hoặc cả tin nhắn")
    box.fill("khong co nhom nay dau")
    box.press("Enter")

    expect(desk.get_by_role("heading", name="Kết quả kiểm tra")).to_be_visible()


def test_a_screenshot_from_the_phone_is_answered(phone, tmp_path):
    import random

    picture = tmp_path / "anh.png"
    picture.write_bytes(png(on_phone_screen(make_qr(f"{ZALO}hieutruong01", scale=7), random.Random(5))))
    phone.goto("/kiem-tra/")
    phone.get_by_label("Hoặc chọn ảnh có mã QR").set_input_files(picture)
    phone.get_by_role("button", name="Kiểm tra ảnh").click()

    expect(phone.get_by_role("heading", name="Đúng là nhóm chính thức")).to_be_visible()


def test_a_picture_too_large_is_not_even_sent(phone, tmp_path):
    picture = tmp_path / "lon.png"
    picture.write_bytes(b"x" * (8 * 1024 * 1024 + 1))
    phone.goto("/kiem-tra/")
    phone.get_by_label("Hoặc chọn ảnh có mã QR").set_input_files(picture)
    phone.get_by_role("button", name="Kiểm tra ảnh").click()

    expect(phone.get_by_text("Ảnh lớn quá 8 MB")).to_be_visible()


def test_without_scripts_it_answers_all_the_same(open_page, register):
    page = open_page(**PHONE, java_script_enabled=False)
    ask(page, "HT cac truong MNCL")
    expect(page.get_by_role("heading", name="Có nhóm chính thức mang tên này")).to_be_visible()
    expect(page.get_by_role("button", name="Quét mã QR bằng camera")).to_be_hidden()
    expect(page.get_by_label("Hoặc chọn ảnh có mã QR")).to_be_visible()


def test_without_scripts_a_long_message_is_read_whole_and_stays_out_of_the_address(open_page, register):
    page = open_page(**PHONE, java_script_enabled=False)
    words = "Kính gửi quý thầy cô hiệu trưởng\n" * 58
    ask(page, f"{words}{ZALO}hieutruong01")
    expect(page.get_by_role("heading", name="Đúng là nhóm chính thức")).to_be_visible()
    expect(page).to_have_url(re.compile("/kiem-tra/$"))

    ask(page, f"{words}{words}{ZALO}hieutruong01")
    expect(page.get_by_text("dài quá 2.000 ký tự nên chưa được kiểm tra")).to_be_visible()


def test_a_refused_camera_says_what_else_can_be_done(phone):
    phone.goto("/kiem-tra/")
    phone.get_by_role("button", name="Quét mã QR bằng camera").click()

    expect(phone.get_by_role("status")).to_contain_text(re.compile("Hãy cho phép|Hãy chọn ảnh"))
    expect(phone.get_by_role("button", name="Quét mã QR bằng camera")).to_be_enabled()


@pytest.fixture
def camera(playwright, browser_type_launch_args, live_server, tmp_path):
    """Return a function that opens a phone whose camera shows a picture."""
    browsers = []

    def _open(picture):
        film = tmp_path / "camera.mjpeg"
        film.write_bytes(picture)
        fakes = [
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ]
        browser = playwright.chromium.launch(**{**browser_type_launch_args, "args": [*FLAGS, *fakes]})
        browsers.append(browser)
        return browser.new_context(base_url=live_server.url, permissions=["camera"], **PHONE).new_page()

    yield _open
    for browser in browsers:
        browser.close()


def film_of(text: str) -> bytes:
    from PIL import Image

    from groups.tests.pictures import jpeg

    frame = Image.new("L", (640, 480), 210)
    frame.paste(make_qr(text, scale=8), (150, 60))
    return jpeg(frame, 90)


def test_the_camera_reads_the_code_and_asks(camera):
    page = camera(film_of(f"{ZALO}hieutruong01"))
    page.goto("/kiem-tra/")
    page.get_by_role("button", name="Quét mã QR bằng camera").click()

    expect(page.get_by_role("heading", name="Đúng là nhóm chính thức")).to_be_visible(timeout=20_000)


def test_the_camera_is_given_back_when_stopped(camera):
    from PIL import Image

    from groups.tests.pictures import jpeg

    page = camera(jpeg(Image.new("L", (640, 480), 128)))
    page.goto("/kiem-tra/")
    page.get_by_role("button", name="Quét mã QR bằng camera").click()
    stop = page.get_by_role("button", name="Dừng quét")
    expect(page.get_by_text("Hãy đưa mã QR của nhóm vào khung hình")).to_be_visible()
    stop.click()

    expect(stop).to_be_hidden()
    assert page.evaluate("document.querySelector('video').srcObject") is None
