"""What a letter asks of a group: what must open nothing comes first."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.directing import Directed, read_directives
from groups.domain.text import clean
from groups.domain.vocabulary import TASKS

from ..brought import FIXTURE

SOURCE = json.loads(FIXTURE.read_text(encoding="utf-8"))["rows"]


def said(text):
    return [each.shown for each in read_directives(text).directives]


@pytest.mark.parametrize(
    "text",
    [
        "Không giải tán.",
        "Đừng đổi tên nhóm",
        "Chưa chuyển sang Zalo",
        "Nếu không dùng nữa thì giải tán",
        "Đã đổi tên năm 2020",
        "Đề nghị giải tán",
        "Xem xét ghép vào nhóm “A”",
        "Duy trì đến hết năm, rồi giải tán",
        "Đổi tên hoặc giải tán",
        "Giải tán nhóm “Khác”",
        "Giải tán các nhóm con",
        "Ghép vào nhóm lớn",
        "Ghép vào nhóm “A” và nhóm “B”",
        "Ghép vào nhóm “" + "a" * 201 + "”",
        "Chuyển sang Telegram",
        "Chuyển sang nhóm Zalo “A”",
        "Theo dõi thêm",
        "\ue0005\ue000",
    ],
)
def test_what_is_not_surely_asked_opens_nothing_and_stays_as_words(text):
    read = read_directives(text)
    assert read.directives == ()
    assert read.left or not clean(text)


def test_an_empty_text_asks_nothing():
    assert read_directives("") == read_directives(" .; \n") == Directed()


@pytest.mark.parametrize("row", SOURCE, ids=[row["source_row"] for row in SOURCE])
def test_each_text_of_the_letter_is_read_as_people_read_it(row):
    read = read_directives(row["directive_text"])
    by_hand = [{"target_platform": "", "target_text": ""} | each for each in row["directives"]]
    assert [vars(each) for each in read.directives] == by_hand
    assert read.left == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GIẢI TÁN", ["Giải tán"]),
        ("- Đổi tên nhóm; cần chuyển qua Viber.", ["Điều chỉnh tên nhóm", "Chuyển sang ứng dụng khác: Viber"]),
        ('Sáp nhập vào nhóm "HT, PHT. Tiểu học"', ["Có thể ghép vào nhóm khác: HT, PHT. Tiểu học"]),
        ("Duy trì. Tiếp tục duy trì", ["Tiếp tục duy trì"]),
        ("tiep tuc duy tri; doi ten", ["Tiếp tục duy trì", "Điều chỉnh tên nhóm"]),
    ],
)
def test_plain_variants_are_read(text, shown):
    assert said(text) == shown


def test_what_is_not_understood_beside_what_is_is_told():
    read = read_directives("Tiếp tục duy trì; báo cáo BLĐ về “A; B”.")
    assert (said("Tiếp tục duy trì; báo cáo BLĐ"), read.left) == (["Tiếp tục duy trì"], ("báo cáo BLĐ về “A; B”",))


@given(st.text())
def test_any_text_is_read_and_each_directive_once(text):
    found = read_directives(text).directives
    assert len(found) == len(set(found))


@given(
    st.lists(st.sampled_from([row["directive_text"] for row in SOURCE] + ["giải tán", "đổi tên", "“", "”", "\ue000"]))
)
def test_whatever_is_joined_is_read(texts):
    read_directives("; ".join(texts))


@given(
    st.sampled_from(["giải tán", "đổi tên", "chuyển sang Zalo", "ghép vào nhóm “A”"]),
    st.sampled_from(["Không", "Đừng", "Chưa"]),
)
def test_a_denied_task_is_never_opened(task, word):
    assert not {each.kind for each in read_directives(f"{word} {task}").directives} & TASKS


@given(st.text(alphabet="abcđ ,.;và0", min_size=1).filter(lambda name: clean(name)))
def test_a_quoted_name_is_taken_as_it_is_written(name):
    assert [each.target_text for each in read_directives(f"Có thể ghép vào nhóm “{name}”.").directives] == [clean(name)]
