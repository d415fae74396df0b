"""What a published list prints besides its rows, the notice and the card."""

import io
import subprocess
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from groups.documents.cards import Card, render_card, render_card_picture
from groups.documents.notice import Notice, NoticeSection, render_notice
from groups.documents.pdf import render_attached_list
from groups.documents.rows import Imprint, UnprintableText

from .test_pdf import ELECTRONIC, NOW, PAPER, listing, many, opened, pages, row, tags

ADDRESS = "https://nhom.example.vn/cong-bo/TB/2/"
IMPRINT = Imprint(ADDRESS, "Danh sách công bố lần 2", 31)
LONG_NAME = ("Nhóm trao đổi công tác phối hợp giữa các trường mầm non, tiểu học, trung học cơ sở về " * 3)[:200]


def scanned(picture):
    return [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))]


def picture_of(pdf, page):
    command = ["pdftoppm", "-r", "110", "-png", "-f", str(page), "-l", str(page), "-"]
    return Image.open(io.BytesIO(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout))


@pytest.mark.parametrize("count", [0, 1, 40])
def test_the_last_page_of_a_published_list_leads_to_its_page(count):
    pdf = render_attached_list(replace(many(count), imprint=IMPRINT), variant=PAPER, timestamp=NOW)
    found = pages(pdf)
    assert ADDRESS in found[-1]
    assert "Danh sách công bố lần 2. Sổ đăng ký đến sự kiện số 31." in found[-1]
    assert scanned(picture_of(pdf, len(found))) == [ADDRESS]
    assert "/Figure" in tags(pdf)


def test_sections_stand_above_their_rows_and_in_the_bookmarks():
    rows = [row(1, section="Mầm non"), row(2, section="Mầm non"), row(3, section="Tiểu học")]
    pdf = render_attached_list(listing(*rows), variant=ELECTRONIC, timestamp=NOW)
    words = " ".join(pages(pdf))
    assert words.index("Mầm non") < words.index(rows[0].name) < words.index("Tiểu học")
    with opened(pdf) as document, document.open_outline() as outline:
        titles = [each.title for item in outline.root for each in (item, *item.children)]
    assert titles == ["DANH SÁCH", "Mầm non", "Tiểu học"]


def notice(*sections, **changes):
    base = Notice(
        heading=listing().heading,
        subject="Về thay đổi các nhóm chính thức",
        period_text="Từ danh sách ngày 01/01/2026 đến danh sách ngày 24/11/2026",
        sections=sections,
        recipients=("Như trên;", "Lưu: VT."),
        document_title="Thông báo thay đổi",
        imprint=IMPRINT,
    )
    return replace(base, **changes)


def test_a_notice_without_changes_says_so():
    assert "Không có thay đổi nào trong thời gian này." in " ".join(pages(render_notice(notice(), timestamp=NOW)))


def test_a_notice_tells_every_sentence_and_is_archival():
    sections = [NoticeSection(f"Mục {n}", tuple(f"Câu số {n}.{i} của mục này." for i in range(40))) for n in range(3)]
    pdf = render_notice(notice(*sections), timestamp=NOW)
    printed = " ".join(pages(pdf))
    assert [line for each in sections for line in each.lines if line not in printed] == []
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pages(pdf)[0]
    with opened(pdf) as document, document.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")
    assert render_notice(notice(*sections), timestamp=NOW) == pdf


def test_a_notice_refuses_what_cannot_be_printed():
    with pytest.raises(UnprintableText, match="Nội dung của thông báo"):
        render_notice(notice(NoticeSection("Mục", ("sai 中",))), timestamp=NOW)


def card(**changes):
    base = Card(
        heading=listing().heading,
        name="Hiệu trưởng Mầm non + Người phụ trách tuyển sinh",
        code="TB-0003-6",
        platform="Zalo",
        lead="Mai Minh Nghĩa, Chuyên viên",
        document="Công văn 1496/GDĐT-PC (tháng 11/2021)",
        since="tháng 11/2021",
        address="https://nhom.example.vn/nhom/TB-0003-6/",
        host="nhom.example.vn",
        event_number=22,
        as_of_text="Theo sổ đăng ký ngày 24 tháng 11 năm 2026",
    )
    return replace(base, **changes)


@pytest.mark.parametrize("name", [card().name, LONG_NAME, "N" * 200])
def test_a_card_is_one_page_that_leads_to_the_group(name):
    pdf = render_card(card(name=name), timestamp=NOW)
    (page,) = pages(pdf)
    assert "GIẤY CÔNG NHẬN NHÓM CHÍNH THỨC" in page
    assert card().address in page
    assert name.replace(" ", "") in page.replace(" ", "")
    assert scanned(picture_of(pdf, 1)) == [card().address]
    with opened(pdf) as document, document.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")


@pytest.mark.parametrize("name", [card().name, LONG_NAME, "N" * 200])
def test_a_picture_is_square_and_its_code_can_be_read_small(name):
    picture = Image.open(io.BytesIO(render_card_picture(card(name=name))))
    assert (picture.size, picture.format) == ((1080, 1080), "PNG")
    assert scanned(picture) == scanned(picture.resize((360, 360))) == [card().address]
