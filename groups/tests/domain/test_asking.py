"""The name in a question about it: cut out where the text asks, left alone where it may be a name."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.asking import asked_about
from groups.domain.reading import MAX_NAME, Kind, read
from groups.domain.text import clean, fold

OPENINGS = (
    "",
    "Cho tôi hỏi ",
    "Thầy cô cho hỏi ",
    "Dạ thưa thầy cô, cho em hỏi: ",
    "Xin hỏi ",
    "Nhờ phòng kiểm tra giúp em ",
    "Anh chị ơi, ",
    "Đây có phải là ",
)
CLOSINGS = (
    " có phải nhóm chính thức không?",
    " có đúng của phòng không ạ",
    " là nhóm thật hay giả?",
    " này có chính thức không ạ? Em cảm ơn",
    ", có phải nhóm zalo của Phòng Giáo dục quận Tân Bình không?",
    " đã được công nhận chưa ạ?",
    " có trong danh sách chính thức ko",
    " phải không ạ",
    " có phải nhóm chính thức hay không?",
    " có chính thức hay không ạ",
    " được phòng công nhận hay chưa",
)
_WORDS = (
    "Hiệu trưởng các trường THCS quận Tân Bình Quản lý tiểu học P.GD-ĐT. (khối 9) + Nội dung TB 2026 ngoài công lập"
)
NAMES = (
    st.lists(st.sampled_from(_WORDS.split()), min_size=2, max_size=9)
    .map(" ".join)
    .filter(lambda name: len(set(fold(name).split())) > 1)
)
FRAMES = st.tuples(st.sampled_from(OPENINGS), st.sampled_from(CLOSINGS))


def unmarked(text):
    parted = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Quản lý tiểu học",
        "Quản lý tiểu học chính thức",  # as a stranger may call his group
        "Nhóm chính thức Quản lý tiểu học",
        "Cho tôi hỏi nhóm Quản lý tiểu học",
        "Hỏi đáp chuyên môn",
        "Đúng không Quản lý tiểu học",
        "Quản lý tiểu học có phải nhóm chính thức",
        "Quản lý tiểu học, không phải nhóm chính thức",
        "Quản lý tiểu học kо",  # with a letter of another alphabet
        "Quản lý tiểu học có phải nhóm chính thức khôngg",
        "Trường học không khói thuốc",
        "Noi dung khong chinh thuc",
        "Quản lý tiểu học chính thức KG",
        "Ban xay dung Chua",
        "Đây có phải nhóm Quản lý tiểu học KG",
    ],
)
def test_what_does_not_ask_is_read_as_before(text):
    assert asked_about(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "có phải nhóm chính thức không",
        "Nhóm này có phải nhóm chính thức không?",
        "Đây có phải nhóm chính thức của phòng không ạ",
        "Thầy cô ơi, nhóm Zalo đó là thật hay giả?",
        "Cho em hỏi X có thật không",
    ],
)
def test_a_question_that_names_nothing_is_read_as_before(text):
    assert asked_about(text) == ""


@given(st.text(max_size=MAX_NAME))
def test_without_a_word_that_asks_nothing_is_cut(text):
    plain = fold(text)
    if not any(word in plain for word in ("khong", "hong", "ko", "k", "chua", "gia", "lua", "mao danh")):
        assert asked_about(clean(text)) == ""


@given(FRAMES, NAMES)
def test_in_a_question_its_name_is_found_with_marks_and_without(frame, name):
    text = name.join(frame)
    assert asked_about(text) == name
    assert asked_about(unmarked(text).upper()) == unmarked(name).upper()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hỏi đáp chuyên môn có phải nhóm của phòng không", "Hỏi đáp chuyên môn"),
        ("Kiểm tra nội bộ có chính thức không?", "Kiểm tra nội bộ"),
        ("Thầy cô chủ nhiệm khối 9 có chính thức không", "Thầy cô chủ nhiệm khối 9"),
        ("Nội dung của phòng có phải chính thức không", "Nội dung của phòng"),
        ("Có phải nhóm Quản lý tiểu học là nhóm chính thức không", "nhóm Quản lý tiểu học"),
        ("Quản lý tiểu học chính thức mới phải không", "Quản lý tiểu học chính thức mới"),
        ("Hoi dong coi thi co phai nhom chinh thuc khong", "Hoi dong coi thi"),
        ("Phu huynh lop 5 A co phai nhom chinh thuc khong", "Phu huynh lop 5 A"),
    ],
)
def test_what_belongs_to_the_name_stays(text, name):
    assert asked_about(text) == name


@pytest.mark.parametrize("after", ["này", "thì", "ạ,", "vậy"])
def test_what_follows_a_name_is_no_part_of_it(after):
    assert asked_about(f"Cho hỏi Quản lý tiểu học {after} có phải nhóm chính thức không") == "Quản lý tiểu học"


@pytest.mark.parametrize("away", ["zalo.me/g/laclac789", "evil.ru/join", "0912 345 678", "https://a.b/c", "a@b.vn"])
@pytest.mark.parametrize("place", ["{} {}", "{1} {0}"])
def test_beside_what_leads_away_nothing_is_cut(away, place):
    question = "Nhóm Quản lý tiểu học có phải nhóm chính thức không"
    assert not any(part.within for part in read(place.format(question, away)).parts)
    middle = question.replace(" có", f" ở {away} có")
    assert not any(part.within for part in read(middle).parts)


def test_the_whole_text_is_kept_beside_the_name_in_it():
    text = "Cho hỏi Quản lý tiểu học có phải nhóm chính thức không?"
    [part] = read(text).parts
    assert (part.kind, part.text, part.within) == (Kind.NAME, text, "Quản lý tiểu học")


@pytest.mark.parametrize(
    "word",
    ["có phải của a ", "cho tôi hỏi ", "thầy cô ơi ", "nhóm ", "ạ ? ", "x không ", "có ", ", ", ",", "ơi ", ".,"],
)
def test_no_line_can_be_parted_in_too_many_ways(word):
    begun = time.process_time()
    for begin in ("", "x có phải của "):
        for end in ("", "x", " không", " không x"):
            asked_about((begin + word * MAX_NAME)[:MAX_NAME] + end)
    assert time.process_time() - begun < 20  # a thousand times what it takes; such a line would take hours
