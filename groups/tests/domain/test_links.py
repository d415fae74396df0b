"""Invite links. Refusals first: a personal card must never pass for a group."""

import pytest

from groups.domain.links import BadLink, parse_link

G2 = "AQ" + "a+/Z" * 15 + "xy"
G2_URL = G2.replace("+", "%2B").replace("/", "%2F")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "liên kết mời"),
        ("Quản lý tiểu học", "liên kết mời"),
        ("https://zalo.me/0912345678", "tài khoản Zalo"),
        ("https://zalo.me/1234567890123456789", "tài khoản Zalo"),
        ("https://zaloapp.com/qr/p/abc123", "cá nhân"),
        ("https://bit.ly/abc", "rút gọn"),
        ("https://zalo.me.evil.example/g/abcdef123", "trông giống"),
        ("https://z\u0430lo.me/g/abcdef123", "trông giống"),
        ("https://zalo-me.com/g/abcdef123", "trông giống"),
        ("https://evil.example/zalo.me/g/abcdef123", "Không nhận ra"),
        ("https://zalo.me@evil.example/g/abcdef123", "bình thường"),
        ("https://user:pw@zalo.me/g/abcdef123", "bình thường"),
        ("https://zalo.me:8443/g/abcdef123", "bình thường"),
        ("ftp://zalo.me/g/abcdef123", "bình thường"),
        ("https://xn--zal-0na.me/g/abcdef123", "Không nhận ra"),
        ("https://zalo.me/g/", "không dẫn tới một nhóm"),
        ("https://zalo.me/g/abc", "không dẫn tới một nhóm"),
        ("https://zalo.me/g/abcdef123/more", "không dẫn tới một nhóm"),
        ("https://invite.viber.com/", "bị cắt"),
        ("https://invite.viber.com/?g2=short", "bị cắt"),
        ("https://[::1/g/abcdef123", "bị hỏng"),
        ("https://zalo.me:port/g/abcdef123", "bị hỏng"),
    ],
)
def test_what_is_not_a_groups_link_is_refused_and_named(text, says):
    with pytest.raises(BadLink, match=says):
        parse_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "zalo.me/g/abcdef123",
        "https://zalo.me/g/abcdef123",
        "http://ZALO.me/g/ABCDEF123/",
        "https://zalo.me/g/abcdef123?utm_source=x&fbclid=y#top",
        " https://zalo.me/g/abc\u200bdef123 ",
    ],
)
def test_every_spelling_of_a_zalo_link_has_one_key(text):
    assert parse_link(text).key == "zalo:abcdef123"


@pytest.mark.parametrize(
    "text",
    [
        f"https://invite.viber.com/?g2={G2_URL}",
        f"https://invite.viber.com/?g2={G2_URL}&lang=vi",
        f"https://invite.viber.com/?lang=vi&g2={G2}",
        f"viber://invite?g2={G2_URL}",
        f"viber://invite2?g2={G2_URL}",
        f"viber://invite.viber.com/?g2={G2_URL}",
    ],
)
def test_every_spelling_of_a_viber_link_has_one_key(text):
    assert parse_link(text).key == f"viber:g2:{G2}"


@pytest.mark.parametrize(
    "query",
    [
        f"g2={'B' * 64}&g2={G2_URL}",
        f"g2={G2_URL}&g2={'B' * 64}",
        f"g={'B' * 32}&g2={G2_URL}",
        f"%672={'B' * 64}&g2={G2_URL}",
        f"G2={'B' * 64}&g2={G2_URL}",
        f"g2=&g2={G2_URL}",
    ],
)
@pytest.mark.parametrize("address", ["https://invite.viber.com/", "viber://invite"])
def test_a_viber_link_with_several_codes_is_nobodys(address, query):
    with pytest.raises(BadLink, match="nhiều mã nhóm"):
        parse_link(f"{address}?{query}")


@pytest.mark.parametrize("place", ["chat", "pa", "forward", "invite/chat", "chat#", "evil.example/invite"])
def test_an_address_of_the_app_that_opens_something_else_is_no_groups_link(place):
    with pytest.raises(BadLink):
        parse_link(f"viber://{place}?chatURI=stranger&g2={G2_URL}")


def test_a_code_of_viber_ends_where_it_ends():
    with pytest.raises(BadLink):
        parse_link(f"https://invite.viber.com/?g2={G2_URL}%0A")


def test_case_matters_in_a_viber_link():
    one, other = (parse_link(f"https://invite.viber.com/?g={code}").key for code in ("A" * 32, "a" * 32))
    assert one != other


def test_the_stored_address_is_https_and_without_trackers():
    assert parse_link("http://zalo.me/g/abcdef123?utm_source=x").url == "https://zalo.me/g/abcdef123"


def test_a_link_does_not_show_itself_in_logs():
    assert "abcdef123" not in repr(parse_link("zalo.me/g/abcdef123"))


@pytest.mark.parametrize("letter", ["ı", "ſ", "İ"])
def test_a_letter_that_only_passes_for_one_of_ascii_is_none(letter):
    with pytest.raises(BadLink):
        parse_link(f"https://zalo.me/g/abcdef12{letter}")
