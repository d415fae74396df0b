"""Is this group official? Each answer once, what must never be answered, and what no answer may show."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from groups.domain.codes import make_code
from groups.domain.reading import MAX_INPUT, MAX_PARTS, Kind
from groups.domain.status import PUBLIC, Status
from groups.domain.verdicts import Evidence, Tone, Verdict
from groups.models import InviteLink, ReportedChat, WorkGroup
from groups.queries.verification import RegisterIsEmpty, verify, verify_picture
from groups.queries.verification_reading import NEAR
from groups.services import amendments, lifecycle
from groups.services.reports import confirm_report, withdraw_report

from ..factories import NOW, amended, decided, make_group, make_proposal, make_user, reread

pytestmark = pytest.mark.django_db
NAME, OTHER_NAME = "Hiệu trưởng các trường tiểu học", "Quản lý mầm non ngoài công lập"
URL, NEW_URL, STRANGE = (f"https://zalo.me/g/{code}" for code in ("abcdef123", "ghijkl456", "laclac789"))
SECRETS = ("abcdef123", "ghijkl456", "laclac789")
HOSTS = frozenset({"so.bm.edu.vn"})
HIDDEN = [status for status in Status if status not in PUBLIC]


def ask(text):
    """The answer to ``text``; no answer shows a link, however it is printed."""
    answer = verify(text, now=NOW, own_hosts=HOSTS)
    for printed in (repr(answer), str(answer), answer.meaning.message, answer.shown):
        assert not any(secret in printed for secret in SECRETS)
    return answer


def verdict(text):
    return ask(text).verdict


def report(**more):
    return confirm_report(by=make_user(), now=NOW, **more)


@pytest.fixture
def official():
    return make_group(name=NAME, url=URL)


# The chat's own link


@pytest.mark.parametrize("text", [URL, "zalo.me/g/ABCDEF123", f"({URL}?utm_source=x)", f"Mời vào {URL} nhé!"])
def test_the_current_link_of_an_official_group_is_the_one_proof(official, text):
    answer = ask(text)
    assert (answer.verdict, answer.evidence, answer.meaning.tone) == (Verdict.OFFICIAL, Evidence.LINK, Tone.OFFICIAL)
    assert [match.group for match in answer.matches] == [official]
    assert answer.as_of == NOW


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.RECOGNISED, Verdict.OFFICIAL),
        (Status.SUSPENDED, Verdict.SUSPENDED),
        (Status.DISSOLVED, Verdict.ENDED),
        (Status.MERGED, Verdict.ENDED),
        *((status, Verdict.NOT_IN_REGISTER) for status in HIDDEN),
    ],
)
def test_a_link_says_where_its_group_stands(status, expected):
    make_group(name=OTHER_NAME)
    group = make_group(name=NAME, status=status, url=URL)
    answer = ask(URL)
    assert answer.verdict == expected
    assert [match.group for match in answer.matches] == ([group] if status in PUBLIC else [])


def test_a_link_that_was_replaced_is_revoked_whatever_becomes_of_its_group(official):
    amendments.rotate_link(group=official, url=NEW_URL, revoked=official.links.get(), **amended())
    assert (verdict(URL), verdict(NEW_URL)) == (Verdict.REVOKED_LINK, Verdict.OFFICIAL)
    lifecycle.suspend(group=reread(official), **decided())
    assert (verdict(URL), verdict(NEW_URL)) == (Verdict.REVOKED_LINK, Verdict.SUSPENDED)


def test_a_link_of_the_app_that_a_group_has_left_is_revoked(official):
    amendments.migrate_platform(group=official, platform="viber", **amended())
    assert verdict(URL) == Verdict.REVOKED_LINK


@pytest.mark.parametrize("text", [STRANGE, "https://invite.viber.com/?g2=" + "Zz" * 32])
def test_a_link_that_nobody_recorded_is_not_in_the_register(official, text):
    answer = ask(text)
    assert (answer.verdict, answer.evidence, answer.matches) == (Verdict.NOT_IN_REGISTER, None, ())
    assert answer.meaning.title == "Liên kết này không có trong sổ"


@pytest.mark.parametrize(
    "text",
    [
        f"evil.com/{URL}",
        "https://zalo.me.evil.com/g/abcdef123",
        "https://zalo.me@evil.com/g/abcdef123",
        "https://user@zalo.me/g/abcdef123",
        "https://zalo.me:8443/g/abcdef123",
        "https://zalo.me/0912345678",
        "https://bit.ly/abcdef123",
    ],
)
def test_a_strange_address_round_a_genuine_link_proves_nothing(official, text):
    answer = ask(text)
    assert (answer.verdict, answer.kind, answer.matches) == (Verdict.UNREADABLE, Kind.LINK, ())
    assert answer.meaning.title == "Không kiểm tra được địa chỉ này"


# A code


@pytest.mark.parametrize("make", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f"Mã {code}"])
def test_a_code_proves_the_record_and_asks_to_compare(official, make):
    answer = ask(make(official.code))
    assert (answer.verdict, answer.evidence, answer.meaning.tone) == (Verdict.OFFICIAL, Evidence.CODE, Tone.COMPARE)
    assert [match.group for match in answer.matches] == [official]


def test_the_address_of_a_groups_page_is_its_code_on_our_host_alone(official):
    answer = ask(f"https://so.bm.edu.vn/nhom/{official.code}/")
    assert (answer.verdict, answer.evidence) == (Verdict.OFFICIAL, Evidence.CODE)
    assert verdict(f"https://evil.com/nhom/{official.code}/") == Verdict.UNREADABLE


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.SUSPENDED, Verdict.SUSPENDED),
        (Status.DISSOLVED, Verdict.ENDED),
        (Status.MERGED, Verdict.ENDED),
        *((status, Verdict.NOT_IN_REGISTER) for status in HIDDEN if status != Status.DRAFT),
    ],
)
def test_a_code_says_where_its_group_stands(status, expected):
    make_group(name=OTHER_NAME)
    group = make_group(name=NAME, status=status)
    answer = ask(group.code)
    assert answer.verdict == expected
    assert [match.group for match in answer.matches] == ([group] if status in PUBLIC else [])


def test_a_code_never_given_and_one_mistyped_are_told_apart(official):
    assert ask(make_code("BM", 999)).meaning.title == "Mã này không có trong sổ"
    wrong = official.code[:-1] + ("A" if official.code[-1] != "A" else "B")
    assert (verdict(wrong), ask(wrong).meaning.title) == (Verdict.UNREADABLE, "Mã này không đúng")


# A name


@pytest.mark.parametrize(
    "text", [NAME, "hieu truong cac truong tieu hoc", "HT các trường TiH", f"“{NAME}”", f"Nhóm {NAME}"]
)
def test_a_name_is_never_a_proof(official, text):
    answer = ask(text)
    assert (answer.verdict, answer.evidence, answer.meaning.tone) == (Verdict.NAME_MATCHES, None, Tone.COMPARE)
    assert [match.group for match in answer.matches] == [official]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.SUSPENDED, Verdict.SUSPENDED),
        (Status.DISSOLVED, Verdict.ENDED),
        (Status.MERGED, Verdict.ENDED),
        *((status, Verdict.NOT_IN_REGISTER) for status in HIDDEN),
    ],
)
def test_a_name_says_where_its_bearer_stands(status, expected):
    make_group(name=OTHER_NAME)
    make_group(name=NAME, status=status, successor=None)
    assert verdict(NAME) == expected


def test_a_former_name_leads_to_the_present_one(official):
    amendments.rename(group=official, new_name="Văn thư các trường", **amended())
    answer = ask(NAME)
    assert answer.verdict == Verdict.FORMER_NAME
    assert (answer.matches[0].name, answer.matches[0].is_former_name) == (NAME, True)
    assert answer.matches[0].group.name == "Văn thư các trường"
    assert verdict("Văn thư các trường") == Verdict.NAME_MATCHES


def test_who_bears_a_name_now_comes_before_who_bore_it(official):
    amendments.rename(group=official, new_name="Văn thư các trường", **amended())
    bearer = make_group(name=NAME)
    answer = ask(NAME)
    assert (answer.verdict, [match.group for match in answer.matches]) == (Verdict.NAME_MATCHES, [bearer, official])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{NAME} 2", ("Thừa “2”.",)),
        ("Hiệu trưởng trường tiểu học", ("Thiếu “các”.",)),
        ("Hiệu trưởng các trường tiểu hоc", ("Có chữ cái của bảng chữ khác, trông giống chữ Latinh: о.",)),
        ("Нiệu trưởng các trường tiểu học", ("Có chữ cái của bảng chữ khác, trông giống chữ Latinh: Н.",)),
    ],
)
def test_a_name_that_only_resembles_an_official_one_calls_for_care_and_says_what_differs(official, text, said):
    answer = ask(text)
    assert (answer.verdict, answer.meaning.tone) == (Verdict.LOOKALIKE, Tone.DANGER)
    assert (answer.matches[0].group, answer.matches[0].differences) == (official, said)


@pytest.mark.parametrize(
    "text",
    [
        "Hieeuj truwowngr cacs truwowngf tieeur hocj",
        "Hieeju truowrng casc truowfng tieeru hojc",
        "Hieuej truongwr cacs truongwf tieuer hocj",
        "Hie6u5 tru7o7ng3 ca1c tru7o7ng2 tie6u3 ho5c",
        "HT các trường TH",
        "HT cac truong TiH",
    ],
)
def test_a_name_typed_with_the_keyboard_off_or_written_short_is_that_name_and_no_lookalike(official, text):
    answer = ask(text)
    assert (answer.verdict, [match.group for match in answer.matches]) == (Verdict.NAME_MATCHES, [official])


@pytest.mark.parametrize("text", [f"{NAME}s", "Hiệu trưởngs các trường tiểu học", "Hiệu trưởng cacs trường tiểu học"])
def test_a_letter_more_in_a_name_that_was_typed_with_marks_is_no_slip_of_the_keyboard(official, text):
    assert verdict(text) == Verdict.LOOKALIKE


# A question about a name

QUESTIONS = (
    "Cho tôi hỏi {} có phải nhóm chính thức không?",
    "{} co dung cua phong khong a",
    "{} là nhóm thật hay giả?",
)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("name", [NAME, NAME.upper(), f"{NAME} 2", "Нiệu trưởng các trường tiểu học", "Bán trú mới"])
def test_a_question_about_a_name_is_answered_as_the_name_alone(official, question, name):
    assert ask(question.format(name)) == ask(name)
    assert ask(f"Kính gửi phòng giáo dục\n{question.format(name)}").verdict in (verdict(name), Verdict.UNREADABLE)


def test_a_question_about_a_name_is_no_proof_and_leads_to_the_group(official):
    answer = ask(QUESTIONS[0].format(f"nhóm {NAME}"))
    assert (answer.verdict, answer.meaning.tone) == (Verdict.NAME_MATCHES, Tone.COMPARE)
    assert ([match.group for match in answer.matches], answer.shown) == ([official], f"nhóm {NAME}")


@pytest.mark.parametrize("text", [f"{NAME} chính thức", f"Nhóm chính thức {NAME}", f"Cho tôi hỏi {NAME}"])
def test_what_a_stranger_may_put_to_our_name_is_not_taken_for_a_question(official, text):
    assert verdict(text) == Verdict.LOOKALIKE


def test_a_text_that_is_a_name_whole_is_no_question(official):
    text = QUESTIONS[0].format(NAME)
    bearer = make_group(name=text)
    assert [match.group for match in ask(text).matches] == [bearer]
    lifecycle.dissolve(group=reread(bearer), **decided())
    assert verdict(text) == Verdict.ENDED


def test_a_reported_name_that_asks_is_reported_and_a_hidden_one_says_nothing(official):
    text = QUESTIONS[0].format(NAME)
    make_group(name=text, status=Status.DRAFT)
    assert verdict(text) == Verdict.NAME_MATCHES
    report(name=text)
    assert verdict(text) == Verdict.REPORTED


def test_a_part_of_a_name_is_no_lookalike_but_shows_what_is_near(official):
    answer = ask("tiểu học")
    assert (answer.verdict, answer.matches) == (Verdict.NOT_IN_REGISTER, ())
    assert [match.group for match in answer.near] == [official]
    assert answer.meaning.title == "Không có nhóm nào mang đúng tên này"


def test_a_name_like_that_of_an_ended_group_alone_is_no_lookalike():
    make_group(name=OTHER_NAME)
    make_group(name=NAME, status=Status.DISSOLVED)
    assert verdict(f"{NAME} 2") == Verdict.NOT_IN_REGISTER


def test_a_name_like_none_is_not_in_the_register_which_is_no_fraud(official):
    answer = ask("Kế toán bán trú")
    assert (answer.verdict, answer.matches, answer.near) == (Verdict.NOT_IN_REGISTER, (), ())
    assert "chưa chứng tỏ" in answer.meaning.message


SOME = (
    "CBQL trường Mầm non Công lập", "HIỆU TRƯỞNG - CV.P.GD-ĐT.", "Cơ quan PGD", "PHÁP CHẾ - TTVPL GIÁO DỤC TB.",
    "Hiệu trưởng THCS + Người phụ trách tuyển sinh", "Quản lý tiểu học", "THỰC HIỆN NGHỊ QUYẾT 03 CÁC TRƯỜNG",
)  # fmt: skip


@pytest.mark.parametrize(
    "text", ["mua bán nhà đất", "du lịch Đà Lạt", "ban nhac tre", "abc xyz", "thanh lý đồ cũ", "săn sale mỗi ngày"]
)
def test_a_text_that_means_no_group_brings_up_none(text):
    for name in SOME:
        make_group(name=name)
    answer = ask(text)
    assert (answer.verdict, answer.near, answer.meaning.title) == (Verdict.NOT_IN_REGISTER, (), "Không có trong sổ")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Hiệu trưởng các trường THCS quận Tân Bình", SOME[4]),
        ("hieu truong thcs", SOME[4]),
        ("Giáo viên tiểu học", SOME[5]),
        ("CBQL mầm non", SOME[0]),
        ("phap che", SOME[3]),
        ("nghi quyt 03", SOME[6]),
    ],
)
def test_a_name_that_may_be_meant_is_brought_up(text, meant):
    for name in SOME:
        make_group(name=name)
    assert meant in [match.name for match in ask(text).near]


def test_what_is_near_is_bounded_and_names_each_group_once(official):
    for number in range(9):
        make_group(name=f"Hiệu trưởng các trường tiểu học số {number}")
    answer = ask("Hiệu trưởng các trường tiểu học số")
    pks = [match.group.pk for match in (*answer.matches, *answer.near)]
    assert len(pks) == len(set(pks))
    assert len(answer.near) == NEAR


# Who ended, and where to


def test_a_merged_group_leads_to_its_last_successor():
    last = make_group(name="Nhóm cuối")
    middle = make_group(name="Nhóm giữa")
    first = make_group(name=NAME, url=URL)
    lifecycle.merge(group=first, successor=middle, **decided())
    assert ask(NAME).matches[0].successor == middle
    lifecycle.merge(group=reread(middle), successor=last, **decided())
    for text in (URL, first.code, NAME):
        answer = ask(text)
        assert (answer.verdict, answer.matches[0].group, answer.matches[0].successor) == (Verdict.ENDED, first, last)
    lifecycle.dissolve(group=reread(last), **decided())
    assert ask(URL).matches[0].successor.status == Status.DISSOLVED


def test_a_group_that_stands_has_no_successor(official):
    assert ask(URL).matches[0].successor is None


# Reported chats


def test_a_reported_chat_is_known_by_its_link_and_by_its_name(official):
    made = report(name="Nhận quà tặng giáo viên", url=STRANGE)
    for text in (STRANGE, "nhan qua tang giao vien", "Nhận quà tặng GV"):
        assert verdict(text) == Verdict.REPORTED
    withdraw_report(report=made, by=make_user(), now=NOW, reason="Nhầm")
    for text in (STRANGE, "Nhận quà tặng giáo viên"):
        assert verdict(text) == Verdict.NOT_IN_REGISTER


def test_a_reported_chat_under_an_official_name_does_not_speak_against_the_official_group(official):
    report(name=NAME, url=STRANGE)
    assert (verdict(NAME), verdict(STRANGE)) == (Verdict.NAME_MATCHES, Verdict.REPORTED)
    assert (verdict(URL), verdict(official.code)) == (Verdict.OFFICIAL, Verdict.OFFICIAL)
    # In foreign letters it is the stranger's own name.
    assert verdict("Нiệu trưởng các trường tiểu học") == Verdict.REPORTED


def test_a_reported_name_that_resembles_an_official_one_is_reported_and_no_mere_lookalike(official):
    report(name=f"{NAME} mới")
    assert (verdict(f"{NAME} mới"), verdict(f"{NAME} khác")) == (Verdict.REPORTED, Verdict.LOOKALIKE)


# Messages and pictures


def test_a_genuine_code_does_not_make_a_strange_link_official(official):
    answer = ask(f"Nhóm chính thức, mã {official.code}, vào ngay: {STRANGE}")
    assert (answer.kind, answer.verdict) == (Kind.MESSAGE, Verdict.NOT_IN_REGISTER)
    assert {(part.kind, part.verdict) for part in answer.parts} == {
        (Kind.LINK, Verdict.NOT_IN_REGISTER),
        (Kind.CODE, Verdict.OFFICIAL),
    }


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (STRANGE, Verdict.NOT_IN_REGISTER),
        ("https://bit.ly/x", Verdict.UNREADABLE),
        ("https://evil.com/g/abcdef123", Verdict.UNREADABLE),
        (f"“{NAME} 2”", Verdict.LOOKALIKE),
        (NEW_URL, Verdict.REPORTED),
        (make_code("BM", 999), Verdict.NOT_IN_REGISTER),
        (f"“{NAME}”", Verdict.NAME_MATCHES),
    ],
)
def test_what_is_wrong_with_one_part_is_said_of_the_whole(official, other, expected):
    report(url=NEW_URL)
    answer = ask(f"Mời vào {URL} hoặc {other}")
    assert (answer.verdict, answer.shown) == (expected, "")
    assert Verdict.OFFICIAL in {part.verdict for part in answer.parts}


def test_a_message_with_the_link_and_the_code_of_one_group_is_official(official):
    answer = ask(f"Mã {official.code}: {URL}")
    assert (answer.verdict, answer.evidence) == (Verdict.OFFICIAL, Evidence.CODE)
    assert answer.meaning.tone == Tone.COMPARE


def test_lines_of_a_message_are_read_as_names_and_idle_ones_say_nothing(official):
    answer = ask(f"Kính gửi quý thầy cô giáo\n{NAME}\nxin mời vào nhóm sau đây")
    assert (answer.verdict, answer.matches[0].group) == (Verdict.NAME_MATCHES, official)
    nothing = ask("Kính gửi quý thầy cô giáo\nxin mời vào nhóm sau đây")
    assert nothing.verdict == Verdict.UNREADABLE


def test_a_name_that_holds_a_quoted_one_is_read_whole_where_a_group_bears_it():
    group = make_group(name="Nhóm “Búp sen hồng” khối lá")
    answer = ask("Nhóm “Búp sen hồng” khối lá")
    assert (answer.kind, answer.verdict, answer.matches[0].group) == (Kind.NAME, Verdict.NAME_MATCHES, group)


def test_what_was_left_out_is_said_and_the_whole_is_a_message(official):
    links = " ".join(f"https://zalo.me/g/strange{number:02d}" for number in range(MAX_PARTS + 3))
    answer = ask(links)
    assert (len(answer.parts), answer.left_out) == (MAX_PARTS, 3)
    first = ask(f"{URL} {links}")
    assert first.verdict in (Verdict.NOT_IN_REGISTER, Verdict.UNREADABLE)


def test_twelve_genuine_links_do_not_cover_a_thirteenth(official):
    genuine = [URL, *(f"https://zalo.me/g/genuine{number:02d}" for number in range(MAX_PARTS - 1))]
    for number, url in enumerate(genuine[1:]):
        make_group(name=f"Tổ chuyên môn số {number}", url=url)
    assert verdict(" ".join(genuine)) == Verdict.OFFICIAL
    covered = ask(" ".join([*genuine, STRANGE]))
    assert (covered.verdict, covered.left_out, len(covered.parts)) == (Verdict.UNREADABLE, 1, MAX_PARTS)


def test_a_text_in_a_picture_is_never_cut_short_to_a_genuine_link(official):
    padding = "x" * (MAX_INPUT - len(URL) - 1)
    assert verify_picture([f"{padding} {URL}"], now=NOW).verdict == Verdict.OFFICIAL
    assert verify_picture([f"{padding} {URL}evil"], now=NOW).verdict == Verdict.UNREADABLE


def test_a_picture_is_answered_code_by_code(official):
    assert verify_picture([URL], now=NOW).verdict == Verdict.OFFICIAL
    both = verify_picture([URL, STRANGE], now=NOW)
    assert (both.kind, both.verdict, len(both.parts)) == (Kind.PICTURE, Verdict.NOT_IN_REGISTER, 2)
    none = verify_picture([], now=NOW)
    assert (none.kind, none.verdict, none.is_refused) == (Kind.PICTURE, Verdict.UNREADABLE, True)


@pytest.mark.parametrize("texts", [[""], ["\u200b"], ["x" * 5000], ["🙂"] * 40, ["\n".join([STRANGE] * 5)]])
def test_any_picture_is_borne(official, texts):
    answer = verify_picture(texts, now=NOW)
    assert answer.kind == Kind.PICTURE
    assert answer.verdict != Verdict.OFFICIAL
    assert len(answer.parts) <= MAX_PARTS


# What is not answered


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "🙂", "...", "x" * (MAX_INPUT + 1)])
def test_what_cannot_be_read_is_refused_in_words(official, text):
    answer = ask(text)
    assert (answer.verdict, answer.is_refused) == (Verdict.UNREADABLE, True)
    assert answer.meaning.message.endswith(".")


@pytest.mark.parametrize("text", ["Gọi cô Lan 0912 345 678", "lan@example.vn", "Nhóm của lan@example.vn"])
def test_private_data_is_neither_looked_up_nor_shown(official, text):
    answer = ask(text)
    assert (answer.verdict, answer.shown) == (Verdict.UNREADABLE, "")
    assert "không lưu" in answer.meaning.message
    assert "345" not in repr(answer)
    assert "example" not in repr(answer)


@pytest.mark.parametrize("text", [NAME, URL, make_code("BM", 1)])
@pytest.mark.parametrize("status", [None, *HIDDEN])
def test_a_register_without_a_public_group_answers_nothing(text, status):
    if status:
        make_group(name=NAME, status=status, url=URL)
    with pytest.raises(RegisterIsEmpty):
        ask(text)


def test_a_failure_of_the_database_is_no_answer(official, monkeypatch):
    from django.db import OperationalError

    def broken(*_, **__):
        raise OperationalError

    monkeypatch.setattr("groups.queries.verification_reading.search_names", broken)
    with pytest.raises(OperationalError):
        ask(NAME)


@pytest.mark.parametrize("status", HIDDEN)
@pytest.mark.parametrize("text", [NAME, URL, f"{NAME} 2", f"“{NAME}” {URL}"])
def test_what_is_not_public_answers_exactly_as_what_was_never_heard_of(status, text):
    make_group(name=OTHER_NAME)
    unheard = ask(text)
    make_group(name=NAME, status=status, url=URL)
    assert ask(text) == unheard


def test_the_code_of_a_proposal_answers_as_one_never_given():
    make_group(name=OTHER_NAME)
    proposal = make_proposal(name=NAME)
    answer = ask(proposal.code)
    assert (answer.verdict, answer.matches, answer.near) == (Verdict.NOT_IN_REGISTER, (), ())


# How much it asks


@pytest.mark.parametrize("text", [URL, NAME, f"{NAME} 2", f"“{NAME}” {URL}"])
def test_the_number_of_queries_does_not_grow_with_the_register(official, text):
    def queries():
        with CaptureQueriesContext(connection) as made:
            ask(text)
        return len(made)

    few = queries()
    for number in range(12):
        make_group(name=f"{NAME} số {number}", url=f"https://zalo.me/g/nhieu{number:03d}")
        report(name=f"{NAME} giả {number}", url=f"https://zalo.me/g/giagia{number:03d}")
    assert queries() <= few + 3  # a looser question or two where the first finds less than it might


# Anything at all


class AnyText(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.official = make_group(name=NAME, url=URL)
        make_group(name=OTHER_NAME, status=Status.SUSPENDED, url=NEW_URL)
        cls.pieces = [
            *NAME.split(), NAME, OTHER_NAME, URL, STRANGE, "zalo.me/g/", "https://", "evil.com/", "zalo.me@", ":", "@",
            "“", "”", "\n", " ", "abcdef12", "abcdef1234", "BM-0001-", "BM", "0001", "-", "so.bm.edu.vn/nhom/", "Н",
            "%2F", "#",
        ]  # fmt: skip

    def asked(self, text):
        try:
            return verify(text, now=NOW, own_hosts=HOSTS)
        except RegisterIsEmpty:  # pragma: no cover - reached only where the test fails
            raise AssertionError("The register is not empty.") from None

    @settings(max_examples=200, deadline=None)
    @given(st.data())
    def test_nothing_is_official_without_the_genuine_link_or_code(self, data):
        text = data.draw(
            st.one_of(st.text(max_size=200), st.lists(st.sampled_from(self.pieces), max_size=15).map("".join))
        )
        answer = self.asked(text)
        for each in (answer, *answer.parts):
            if each.verdict == Verdict.OFFICIAL:
                lower = text.lower()
                assert "abcdef123" in lower or "bm" in lower, text
                assert each.evidence in (Evidence.LINK, Evidence.CODE)
                assert each.evidence == Evidence.CODE or "zalo.me/g/abcdef123" in lower, text
                assert [match.group for match in each.matches] == [self.official]
        assert not re.search(r"zalo\.me/g/\w", repr(answer), re.I)
        assert len(answer.parts) <= MAX_PARTS

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_a_strange_link_in_a_message_always_withholds_the_official_answer(self, data):
        around = data.draw(st.lists(st.sampled_from([" ", "\n", NAME, URL, self.official.code, "mời vào"]), max_size=8))
        answer = self.asked(" ".join([*around, STRANGE]))
        assert answer.verdict not in (Verdict.OFFICIAL, Verdict.NAME_MATCHES)


def test_looking_up_writes_nothing(official):
    before = [list(model.objects.values()) for model in (WorkGroup, InviteLink, ReportedChat)]
    for text in (URL, NAME, official.code, STRANGE):
        ask(text)
    assert [list(model.objects.values()) for model in (WorkGroup, InviteLink, ReportedChat)] == before
