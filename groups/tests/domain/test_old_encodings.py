"""Texts of old fonts are told by their words, and what is Unicode stays as it is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.old_encodings import convert, detect

TCVN3 = ["HiÖu tr­ëng c¸c tr­êng TiÓu häc", "Phßng Gi¸o dôc vµ §µo t¹o", "Bµ NguyÔn ThÞ Thanh Xu©n"]
VNI = ["Hieäu tröôûng caùc tröôøng Tieåu hoïc", "Phoøng Giaùo duïc vaø Ñaøo taïo", "Baø Nguyeãn Thò Thanh Xuaân"]
UNICODE = ["Hiệu trưởng các trường Tiểu học", "Phòng Giáo dục và Đào tạo", "Bà Nguyễn Thị Thanh Xuân"]


@pytest.mark.parametrize(
    "texts",
    [
        UNICODE,
        ["Hà Nam", "quý", "tài năng", "má và bà"],
        ["forêt, façade, Größe, naïve, señor"],
        ["zalo.me/g/abcdef123", "an.nguyen@truong.example", "0912345678"],
        ["Größe"],
        [],
        ["TiÓu"],
    ],
)
def test_what_is_no_old_text_is_left_alone(texts):
    assert detect(texts) == ""
    assert [convert(text, "") for text in texts] == texts


@pytest.mark.parametrize(("texts", "name"), [(TCVN3, "tcvn3"), (VNI, "vni")])
def test_old_texts_are_told_and_converted(texts, name):
    assert detect(texts) == name
    assert [convert(text, name) for text in texts] == UNICODE


def test_a_table_of_both_keeps_what_is_unicode_already():
    texts = [TCVN3[0], UNICODE[1], TCVN3[2], "zalo.me/g/abc"]
    assert detect(texts) == "tcvn3"
    assert [convert(text, "tcvn3") for text in texts] == [UNICODE[0], UNICODE[1], UNICODE[2], "zalo.me/g/abc"]


@pytest.mark.parametrize(("text", "name"), [("TR¦êNG MÇM NON", "tcvn3"), ("TRÖÔØNG MAÀM NON", "vni")])
def test_capitals_come_out_as_capitals(text, name):
    assert convert(text, name) == "TRƯỜNG MẦM NON"


@given(st.text(max_size=60), st.sampled_from(["tcvn3", "vni"]))
def test_any_text_converts_to_composed_unicode_or_stays(text, name):
    found = convert(text, name)
    assert found == text or found == unicodedata.normalize("NFC", found)


@given(st.lists(st.text(alphabet=st.characters(max_codepoint=127), max_size=20), max_size=10))
def test_plain_letters_are_never_an_old_encoding(texts):
    assert detect(texts) == ""
