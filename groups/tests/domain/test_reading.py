"""What a person puts into the one box: found, bounded, never opened."""

import time
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.codes import make_code
from groups.domain.reading import MAX_INPUT, MAX_NAME, MAX_PARTS, Kind, Part, read

HOSTS = frozenset({"so.bm.edu.vn", "127.0.0.1:8000"})
CODE, OTHER_CODE = make_code("BM", 1), make_code("BM", 2)
ZALO, KEY = "https://zalo.me/g/abcdef123", "zalo:abcdef123"
VIBER = "https://invite.viber.com/?g2=" + "Aa" * 32


def only(text):
    """The one part that ``text`` is read as."""
    reading = read(text, HOSTS)
    [part] = reading.parts
    assert reading.kind == part.kind
    assert reading.left_out == 0
    return part


def keys(text):
    return [part.link.key for part in read(text, HOSTS).parts if part.link]


# Names


@pytest.mark.parametrize(
    "text",
    [
        "Quản lý tiểu học",
        "P.GD-ĐT",
        "TP.HCM/Q1",
        "1496/GDĐT-PC",
        "Công văn 1496/GDĐT-PC ngày 05/11/2026",
        "HIỆU TRƯỞNG - CV.P.GD-ĐT.",
        "TT.VHTT",
        "Khối 8.9",
        "v.v.",
        "Nhóm: Văn thư",
        "Hiệu trưởng THCS + Người phụ trách tuyển sinh",
        "Lớp 5-6 tuổi",
        "Quản lý 2026",
        "mailto",
        "http",
        "zalo",
        "Zalo.Nhóm trưởng",
    ],
)
def test_a_name_is_no_address_and_no_code(text):
    reading = read(text, HOSTS)
    assert (reading.kind, reading.whole, reading.lines) == (Kind.NAME, text, ())
    assert reading.parts == (Part(Kind.NAME, text),)


@pytest.mark.parametrize(
    "text", ["“Quản lý tiểu học”", '"Quản lý tiểu học"', "«Quản lý tiểu học»", "‘Quản lý tiểu học’"]
)
def test_a_name_in_quotes_is_read_without_them(text):
    assert [part.text for part in read(text, HOSTS).parts] == ["Quản lý tiểu học"]


def test_a_name_is_cleaned_of_what_shows_nothing():
    assert only("  Quản\u00a0lý \u200b tiểu\thọc ").text == "Quản lý tiểu học"


# Codes


@pytest.mark.parametrize(
    "text", [CODE, CODE.lower(), f" {CODE} ", CODE.replace("-", "–"), CODE.replace("-", " "), CODE.replace("-", "")]
)
def test_a_code_is_read_however_it_is_written(text):
    part = only(text)
    assert (part.kind, part.code, part.problem) == (Kind.CODE, CODE, "")


def test_a_mistyped_code_is_told_as_one():
    wrong = CODE[:-1] + ("A" if CODE[-1] != "A" else "B")
    part = only(wrong)
    assert (part.kind, part.code) == (Kind.CODE, "")
    assert "ký tự kiểm tra" in part.problem


def test_a_loose_shape_that_fits_no_code_is_a_name():
    assert only("Khoi 12345").kind == Kind.NAME


# Links


@pytest.mark.parametrize(
    "text",
    [
        ZALO,
        "zalo.me/g/abcdef123",
        "http://ZALO.me/g/ABCDEF123?utm_source=x",
        f"({ZALO})",
        f"{ZALO}.",
        f"“{ZALO}”,",
        f"Link:{ZALO}",
        f"Nhóm:{ZALO}",
        "link:zalo.me/g/abcdef123",
        "link：zalo.me/g/abcdef123",
        "https%3A%2F%2Fzalo.me%2Fg%2Fabcdef123",
        "https://zalo.me/g/abc\u200bdef123",
    ],
)
def test_a_link_alone_is_a_link(text):
    part = only(text)
    assert (part.kind, part.link.key) == (Kind.LINK, KEY)


STRANGER = "https://zalo.me/g/stranger1"


@pytest.mark.parametrize(
    "glued",
    ["👉{}", "1){}", "→{}←", "*{}*", "[ở đây]({})", "nhóm•{}", "👉{}.", "👉https%3A%2F%2Fzalo.me/g/stranger1"],
)
def test_an_address_is_seen_behind_what_is_glued_to_it(glued):
    read_as = [part.link and part.link.key for part in read(f"{glued.format(STRANGER)} hay {ZALO}", HOSTS).parts]
    assert len(read_as) == 2
    assert read_as[1] == KEY
    assert read_as[0] in ("zalo:stranger1", None)


@pytest.mark.parametrize("glued", ["👉{}", "1){}", "*{}*", "[đây]({})", 'href="{}"'])
def test_what_is_glued_to_an_address_does_not_hide_it(glued):
    assert only(glued.format(ZALO)).link.key == KEY


@pytest.mark.parametrize(
    "hidden",
    [
        "👉zalo.me/g/stranger1",  # with such a sign there are hosts
        "Link-mới:https://zalo.me/g/stranger1",
        "-https://zalo.me/g/stranger1",
        "vào/https://zalo.me/g/stranger1",
        "//zalo.me/g/stranger1",
        "https:/zalo.me/g/stranger1",
        "https:\\\\zalo.me\\g\\stranger1",
        "zalo.me\\g\\stranger1",
        "zalo\u3002me/g/stranger1",
        "zalo.ru/g/stranger1",
        "MECARD:URL:https://evil.example/x;;",
        "evil.ru/https://zalo.me/g/abcdef123",
    ],
)
def test_a_way_into_a_chat_that_cannot_be_read_is_not_passed_over_beside_a_good_link(hidden):
    first, second = read(f"{hidden} {ZALO}", HOSTS).parts[:2]
    assert (first.link, bool(first.problem)) == (None, True)
    assert second.link.key == KEY


@pytest.mark.parametrize("perhaps", ["evil.ru/join", "(evil.ru/join)", "a.b.cn:8080/g", "192.168.1.1/g/x"])
def test_what_may_be_an_address_is_not_passed_over_beside_a_good_link(perhaps):
    parts = read(f"Vào {perhaps} hoặc {ZALO}", HOSTS).parts
    assert [bool(part.problem) for part in parts if part.kind == Kind.LINK] == [False, True]
    assert read(f"Nhóm {perhaps}", HOSTS).kind == Kind.NAME  # alone it goes in under no link's verdict


@pytest.mark.parametrize("words", ["TP.HCM/Q1", "GV T.Bình/Q.12", "7/12/2026", "1.000/2.000", "kính gửi/thầy cô"])
def test_words_that_hold_a_dot_and_a_stroke_are_words_beside_a_link_too(words):
    links = [part for part in read(f"{words} {ZALO}", HOSTS).parts if part.kind == Kind.LINK]
    assert [part.link and part.link.key for part in links] == [KEY]


@pytest.mark.parametrize("sign", ["zalo.", "evil.ru/x ", "👉", "viber-", "zalo.a", "http:"])
def test_a_long_word_is_searched_for_an_address_in_no_time(sign):
    begun = time.process_time()
    read((sign * MAX_INPUT)[:MAX_INPUT], HOSTS)
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize("text", [VIBER, VIBER.replace("https", "viber", 1), f"viber://invite?g2={'Aa' * 32}"])
def test_a_viber_link_is_a_link(text):
    assert only(text).link.key == "viber:g2:" + "Aa" * 32


@pytest.mark.parametrize(
    "text",
    [
        "evil.com/https://zalo.me/g/abcdef123",
        "https://evil.com/https://zalo.me/g/abcdef123",
        "https://evil.com/?u=https://zalo.me/g/abcdef123",
        "https://evil.com/?u=https%3A%2F%2Fzalo.me%2Fg%2Fabcdef123",
        "https://evil.com#https://zalo.me/g/abcdef123",
        "https://zalo.me@evil.com/g/abcdef123",
        "https://user@zalo.me/g/abcdef123",
        "https://user:pw@zalo.me/g/abcdef123",
        "https://zalo.me:8443/g/abcdef123",
        "https://zalo.me.evil.com/g/abcdef123",
        "https://z\u0430lo.me/g/abcdef123",
        "zalo-me.com/g/abcdef123",
        "javascript://zalo.me/g/abcdef123",
        "ftp://zalo.me/g/abcdef123",
        "https://bit.ly/abc",
        "https://zalo.me/0912345678",
        "www.zalo.vn",
        "example.com",
    ],
)
def test_an_address_that_is_no_groups_link_is_never_read_as_one(text):
    part = only(text)
    assert (part.kind, part.link, part.code) == (Kind.LINK, None, "")
    assert part.problem


@pytest.mark.parametrize(
    "text",
    [
        "abc:evil.com/https://zalo.me/g/abcdef123",
        "x@evil.com/zalo.me/g/abcdef123",
        "evil.com\\zalo.me/g/abcdef123",
        "evil.com:zalo.me/g/abcdef123",
    ],
)
def test_no_odd_prefix_turns_a_strange_address_into_ours(text):
    assert keys(text) == []


# Addresses of this register


@pytest.mark.parametrize(
    "text",
    [
        f"https://so.bm.edu.vn/nhom/{CODE}/",
        f"http://so.bm.edu.vn/nhom/{CODE}",
        f"so.bm.edu.vn/nhom/{CODE}/",
        f"HTTPS://SO.BM.EDU.VN/nhom/{CODE.lower()}/",
        f"https://so.bm.edu.vn/nhom/{CODE}/?x=1#y",
        f"http://127.0.0.1:8000/nhom/{CODE}/",
        f"https://so.bm.edu.vn/kiem-tra/?q={CODE}",
        f"so.bm.edu.vn/kiem-tra/?q={CODE.lower()}#tim",
    ],
)
def test_the_page_of_a_group_is_read_as_its_code(text):
    part = only(text)
    assert (part.kind, part.code, part.link) == (Kind.CODE, CODE, None)


@pytest.mark.parametrize(
    "text",
    [
        f"https://evil.com/nhom/{CODE}/",
        f"https://evil.com/kiem-tra/?q={CODE}",
        "https://evil.com/kiem-tra/?q=Hiệu+trưởng",
        "https://so.bm.edu.vn.evil.com/nhom/?q=Hiệu+trưởng",
        "https://so.bm.edu.vn/kiem-tra/?q=++",
        "https://so.bm.edu.vn/kiem-tra/?x=Hiệu",
        "https://so.bm.edu.vn/?q=Hiệu+trưởng",
        f"https://so.bm.edu.vn/kiem-tra/?q=https://zalo.me/g/{CODE}",
        f"https://so.bm.edu.vn.evil.com/nhom/{CODE}/",
        f"https://so.bm.edu.vn@evil.com/nhom/{CODE}/",
        f"https://user@so.bm.edu.vn/nhom/{CODE}/",
        f"https://so.bm.edu.vn:8443/nhom/{CODE}/",
        f"http://127.0.0.1/nhom/{CODE}/",
        f"ftp://so.bm.edu.vn/nhom/{CODE}/",
        f"https://so.bm.edu.vn/khac/{CODE}/",
        f"https://so.bm.edu.vn/nhom/{CODE}/khac/",
        f"https://evil.com/https://so.bm.edu.vn/nhom/{CODE}/",
    ],
)
def test_another_host_with_our_path_is_not_ours(text):
    part = only(text)
    assert (part.kind, part.code) == (Kind.LINK, "")
    assert part.problem


@pytest.mark.parametrize("path", ["kiem-tra/?q=Hiệu+trưởng", "nhom/?level=x&q=Hi%E1%BB%87u%20tr%C6%B0%E1%BB%9Fng"])
def test_an_answer_that_was_shared_is_read_as_the_name_that_was_asked(path):
    part = only(f"https://so.bm.edu.vn/{path}")
    assert part == Part(Kind.NAME, "Hiệu trưởng")


@given(st.text(max_size=60))
def test_whatever_is_asked_in_an_address_of_ours_no_link_comes_of_it(text):
    assert keys(f"https://so.bm.edu.vn/kiem-tra/?q={quote(text, safe='')}") == []


def test_without_hosts_nothing_is_ours():
    assert read(f"https://so.bm.edu.vn/nhom/{CODE}/").parts[0].kind == Kind.LINK


def test_our_address_with_a_wrong_code_says_so():
    part = only("https://so.bm.edu.vn/nhom/abc/")
    assert (part.kind, part.code) == (Kind.CODE, "")
    assert "không đúng dạng" in part.problem


# What phones make for phones

MADE = {
    "WIFI:S:Truong Hoa Mai;T:WPA;P:matkhau123;;": "Wi-Fi",
    "wifi:T:WPA;S:x;P:y;;": "Wi-Fi",
    "BEGIN:VCARD\nVERSION:3.0\nN:Lan;Nguyễn\nEND:VCARD": "danh thiếp",
    "MECARD:N:Lan;;": "danh thiếp",
    "tel:113": "gọi điện",
    "tel:+84912345678": "gọi điện",
    "mailto:lan@example.vn?subject=x": "gửi thư",
    "SMSTO:113:nội dung": "nhắn tin",
    "00020101021138570010A00000072701270006970436011300110012345670208QRIBFTTA53037045802VN6304ABCD": "thanh toán",
    "079085001234|012345678|Nguyễn Thị Lan|01011985|Nữ|Tân Bình|01012021": "căn cước",
    "geo:10.8,106.6": "địa điểm",
}


@pytest.mark.parametrize(("text", "said"), MADE.items())
def test_what_a_phone_made_for_something_else_is_no_name_and_nothing_of_it_is_kept(text, said):
    reading = read(f" {text} ", HOSTS)
    [part] = reading.parts
    assert said in part.problem
    assert (reading.kind, part.kind, part.text, part.link, reading.whole, reading.lines) == (
        Kind.MESSAGE, Kind.MESSAGE, "", None, "", (),
    )  # fmt: skip


@pytest.mark.parametrize("text", MADE)
def test_beside_what_a_phone_made_a_good_link_is_not_all(text):
    *links, made = read(f"{text} {ZALO}", HOSTS).parts
    assert KEY in [part.link and part.link.key for part in links]
    assert made.problem


@pytest.mark.parametrize(
    "text", ["Wifi: hỗ trợ các trường", "Tel", "Tel: tổ văn phòng", "Sms nội bộ", "Geo 10", "000201", "Danh thiếp"]
)
def test_a_name_that_begins_so_stays_a_name(text):
    assert only(text) == Part(Kind.NAME, text)


# Messages


def test_a_message_is_read_part_by_part_in_the_order_of_proof():
    reading = read(f"Mời vào nhóm “Quản lý tiểu học”, mã {CODE}\n{ZALO} hoặc {VIBER}", HOSTS)
    assert reading.kind == Kind.MESSAGE
    assert [part.kind for part in reading.parts] == [Kind.LINK, Kind.LINK, Kind.CODE, Kind.NAME]
    assert reading.parts[3].text == "Quản lý tiểu học"
    assert (reading.whole, reading.lines, reading.left_out) == ("", (), 0)


def test_the_same_thing_twice_is_one_part():
    assert len(read(f"{ZALO} {ZALO}. {CODE} và {CODE}", HOSTS).parts) == 2


def test_a_link_in_a_sentence_is_found_with_its_name():
    assert keys(f"Anh chị vào link này giúp: {ZALO}, cảm ơn!") == [KEY]


def test_lines_without_links_are_read_as_names_that_may_be():
    reading = read("Kính gửi quý thầy cô\nQuản lý tiểu học\nmời vào\n" + "x " * 150, HOSTS)
    assert (reading.kind, reading.parts) == (Kind.MESSAGE, ())
    assert reading.lines == ("Kính gửi quý thầy cô", "Quản lý tiểu học")


def test_a_quoted_word_is_no_name_but_a_quoted_phrase_is():
    reading = read("Vào “Zalooo” rồi tìm “Quản lý tiểu học” nhé", HOSTS)
    assert [part.text for part in reading.parts] == ["Quản lý tiểu học"]
    assert reading.whole


def test_no_more_parts_are_read_than_are_answered_and_the_rest_is_counted():
    text = " ".join(f"https://zalo.me/g/abcdef{number:03d}" for number in range(MAX_PARTS + 5))
    reading = read(text, HOSTS)
    assert (len(reading.parts), reading.left_out) == (MAX_PARTS, 5)


def test_links_come_before_the_quoted_names_that_would_crowd_them_out():
    names = " ".join(f"“Nhóm giả {number}”" for number in range(30))
    assert keys(f"{names} {ZALO}") == [KEY]


# Anything at all

PIECES = st.sampled_from(
    [
        ZALO,
        VIBER,
        CODE,
        "zalo.me",
        "://",
        "/g/",
        "abcdef123",
        "@",
        ":",
        "“",
        "”",
        '"',
        "\n",
        " ",
        "%3a",
        "%2F",
        "\u200b",
        "[",
        "]",
        "?g2=",
        "#",
        "so.bm.edu.vn/nhom/",
        "viber",
        "tel:1",
        "Quản lý",
        "\\",
        "٣",
        "\x00",
    ]
)
ANY = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join))


@given(ANY)
def test_any_text_is_borne_and_what_is_found_is_bounded(text):
    reading = read(text[:MAX_INPUT], HOSTS)
    assert len(reading.parts) <= MAX_PARTS
    assert reading.left_out >= 0
    assert len(reading.lines) <= 8
    assert all(len(line) <= MAX_NAME for line in reading.lines)
    assert len(reading.whole) <= MAX_NAME
    for part in reading.parts:
        known = [part.kind == Kind.NAME, bool(part.code), bool(part.link), bool(part.problem)]
        assert sum(known) == 1, part
        assert part.kind in (Kind.NAME, Kind.LINK, Kind.CODE) or (part.kind == Kind.MESSAGE and part.problem)


@given(ANY)
def test_no_reading_shows_its_links(text):
    reading = read(text + f" {ZALO}", HOSTS)
    if any(part.link for part in reading.parts):
        assert all("abcdef123" not in repr(part) for part in reading.parts if part.link)


@given(st.from_regex(r"[a-z0-9.-]{1,20}\.(com|vn|me|io)[/:?#@][a-z/:.@?#%]{0,20}", fullmatch=True))
def test_no_address_of_another_host_holds_our_link(prefix):
    host = prefix.split("/")[0].split("?")[0].split("#")[0]
    if host.rpartition("@")[2].split(":")[0] not in {"zalo.me", "www.zalo.me", "chat.zalo.me"}:
        assert keys(f"{prefix}{ZALO}") == []


@pytest.mark.parametrize("typed", ["TB-OO07-L", "tb-o007-l", "TB 0OO7 L", "TB-OOI2-4", "TB–00l2–4"])
def test_letters_for_digits_in_a_code_are_told_and_never_read_as_it(typed):
    part = only(typed)
    assert (part.kind, part.code) == (Kind.CODE, "")
    assert "số 0 thay cho chữ O" in part.problem


@pytest.mark.parametrize("typed", ["Khối OOO A", "Lớp LOL I", "Hội O1 a"])
def test_a_name_with_such_letters_stays_a_name(typed):
    assert only(typed).kind == Kind.NAME
