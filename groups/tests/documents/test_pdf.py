"""The attached list as a PDF: read back with other programs than the one that made it."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.documents import typeface, typesetting
from groups.documents.pdf import CompileFailed, UnprintableText, Variant, render_attached_list
from groups.documents.rows import AttachedList, Covering, Heading, ListRow, cleaned
from groups.documents.table import COLUMNS

NOW = datetime(2021, 11, 30, 17, 5, 6, tzinfo=UTC)
PAPER, ELECTRONIC = Variant.PAPER, Variant.ELECTRONIC
COVERING = Covering("Công văn", "1496/GDĐT-PC", "ngày 05 tháng 11 năm 2021", "Phòng Giáo dục và Đào tạo")
NAMES = (
    "CBQL trường Mầm non Công lập",
    "Hiệu trưởng Tiểu học + Người phụ trách tuyển sinh",
    "THỰC HIỆN NGHỊ QUYẾT 03 CÁC TRƯỜNG",
    "PHÁP CHẾ - TTVPL GIÁO DỤC TB.",
    "HIỆU TRƯỞNG - CV.P.GD-ĐT.",
    "Nhóm zalo về công tác giáo dục văn - thể - mỹ các CSGD",
    "“Quản lý tiểu học” của P.GD-ĐT/Q Tân Bình, năm học 2021-2022",
)
VIETNAMESE = sorted(
    {
        unicodedata.normalize("NFC", form(vowel) + tone)
        for vowel in "aăâeêioôơuưy"
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
        for form in (str.lower, str.upper)
    }
    | set("đĐ")
)


def row(number=1, **changes):
    base = ListRow(
        number=number,
        name=NAMES[number % len(NAMES)],
        notes=(f"Mã số: TB-{number:04}-K", "Ứng dụng: Zalo"),
        members="- BLĐ: Bà: Nguyễn Thị Thanh Xuân - P.TP phụ trách bậc học MN.\n- Hiệu trưởng các trường MNCL",
        lead="CV Mai Minh Nghĩa",
        directive="Tiếp tục duy trì để thông tin hướng dẫn chi tiết việc sử dụng.",
    )
    return replace(base, **changes)


def listing(*rows, **changes):
    base = AttachedList(
        heading=Heading(
            "UBND quận Tân Bình", "Phòng Giáo dục và Đào tạo", "Tân Bình", "GDĐT", "Trưởng phòng", "Nguyễn Văn An"
        ),
        title_subject="Các nhóm chính thức trong điều hành, trao đổi, xử lý công việc",
        as_of_text="Tính đến hết ngày 30 tháng 11 năm 2021",
        rows=rows,
        remarks=("Dòng 01, 04, 05 và 12 không còn chữ trong bản gốc.",),
        covering=COVERING,
        recipients=("Như trên;", "- BLĐ P.GDĐT", "Lưu: VT, Ô. Tuấn."),
        document_title="Danh sách các nhóm chính thức",
    )
    return replace(base, **changes)


def many(count):
    rows = [row(number, name=f"{NAMES[number % len(NAMES)]} {number}") for number in range(1, count + 1)]
    return listing(*rows)


def render(document, variant=PAPER):
    return render_attached_list(document, variant=variant, timestamp=NOW)


def pages(document_bytes, *options):
    """The words of each page, white space joined: what a person's search looks through."""
    command = ["pdftotext", *options, "-", "-"]
    found = subprocess.run(command, input=document_bytes, capture_output=True, check=True)
    return [" ".join(page.split()) for page in found.stdout.decode().split("\f")[:-1]]


def words(document_bytes):
    """(page, left, top, right, bottom, word) of every word, in points from the top left."""
    command = ["pdftotext", "-bbox", "-", "-"]
    xml = subprocess.run(command, input=document_bytes, capture_output=True, check=True).stdout.decode()
    found = []
    for page, part in enumerate(xml.split("<page ")[1:], start=1):
        for *box, word in re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', part):
            found.append((page, *map(float, box), word))
    return found


def opened(document_bytes):
    return pikepdf.open(io.BytesIO(document_bytes))


def tags(document_bytes):
    """The structure types of the tagged PDF, in reading order."""

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(node.S)
            if "/K" in node:
                yield from walk(node.K)

    with opened(document_bytes) as document:
        return list(walk(document.Root.StructTreeRoot))


# What is refused, and how it is said


@pytest.mark.parametrize(
    ("character", "said"),
    [
        ("🎉", "“🎉” (U+1F389)"),
        ("中", "“中” (U+4E2D)"),
        ("\x00", "ký tự điều khiển U+0000"),
        ("\x1b", "ký tự điều khiển U+001B"),
        ("\ue000", "dùng riêng U+E000"),
        ("\uf004", "dùng riêng U+F004"),
        ("\U0003fffe", "chưa được gán hoặc dùng riêng U+3FFFE"),
        ("\ud800", "chưa được gán hoặc dùng riêng U+D800"),
    ],
)
def test_a_character_that_cannot_be_printed_is_refused_with_its_row(character, said):
    bad = row(17, name=f"Nhóm {character} vui")
    with pytest.raises(UnprintableText) as refused:
        render(listing(row(1), bad, row(2)))
    assert (refused.value.row, refused.value.field) == (17, "name")
    assert str(refused.value).startswith("Dòng 17, mục “Tên nhóm” có ")
    assert said in str(refused.value)


@pytest.mark.parametrize("field", ["name", "members", "lead", "directive", "notes"])
def test_the_refusal_names_the_field_of_the_row(field):
    value = ("đúng", "sai 中") if field == "notes" else "sai 中"
    with pytest.raises(UnprintableText) as refused:
        render(listing(row(3, **{field: value})))
    assert (refused.value.row, refused.value.field, refused.value.character) == (3, field, "中")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"remarks": ("中",)}, "remarks"),
        ({"recipients": ("中",)}, "recipients"),
        ({"covering": replace(COVERING, reference="中")}, "reference"),
        ({"document_title": "中"}, "document_title"),
    ],
)
def test_a_refusal_outside_the_rows_names_no_row(changes, field):
    with pytest.raises(UnprintableText, match=r"^Mục “") as refused:
        render(listing(row(), **changes))
    assert (refused.value.row, refused.value.field) == (None, field)


def test_a_refusal_comes_before_any_compile(monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: pytest.fail("a child was started"))
    with pytest.raises(UnprintableText):
        render(listing(row(name="中")))


def test_a_timestamp_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="múi giờ"):
        render_attached_list(listing(row()), variant=PAPER, timestamp=datetime(2021, 11, 30))


def test_a_list_without_a_title_fails_with_a_vietnamese_sentence_and_a_detail_for_the_log():
    with pytest.raises(CompileFailed, match="Không tạo được tệp PDF") as failed:
        render(listing(row(), document_title=""))
    assert "title" in failed.value.detail
    assert failed.value.detail not in str(failed.value)


def test_a_compile_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(typesetting, "TIME_LIMIT", 0.05)
    with pytest.raises(CompileFailed, match=r"quá 0\.05 giây"):
        render(many(200))


@pytest.mark.parametrize("mebibytes", [40, 220])
def test_a_compile_that_needs_too_much_memory_is_stopped(monkeypatch, mebibytes):
    monkeypatch.setattr(typesetting, "MEMORY_LIMIT", mebibytes * 1024**2)
    with pytest.raises(CompileFailed, match=f"quá {mebibytes} MiB bộ nhớ"):
        render(many(1000))


def test_a_child_that_ends_badly_is_never_taken_for_a_pdf(monkeypatch, tmp_path):
    spy = tmp_path / "spy.py"
    spy.write_text("import sys\nsys.stdout.write('%PDF-')\nsys.exit(1)")
    monkeypatch.setattr(typesetting, "CHILD", spy)
    with pytest.raises(CompileFailed, match="trình dàn trang báo lỗi"):
        render(listing(row()))


def test_a_missing_interpreter_is_said_as_a_failed_compile(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/does/not/exist")
    with pytest.raises(CompileFailed, match="không chạy được"):
        render(listing(row()))


# What the child process may see and read


def test_the_child_sees_nothing_of_the_parents_environment(monkeypatch, tmp_path):
    spy = tmp_path / "spy.py"
    spy.write_text("import os, sys\nsys.stdout.write(f'%PDF-{sys.flags.isolated}{sorted(os.environ)}')")
    monkeypatch.setattr(typesetting, "CHILD", spy)
    monkeypatch.setenv("SECRET_KEY", "bí mật")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    seen = render(listing(row())).decode()
    assert "SECRET_KEY" in os.environ
    assert seen.startswith("%PDF-1[")
    assert set(re.findall(r"'(.*?)'", seen)) - {"LC_CTYPE"} == set(typesetting.CHILD_ENVIRONMENT)


def test_the_folder_the_server_runs_in_does_not_matter(monkeypatch, tmp_path):
    expected = render(listing(row()))
    (tmp_path / "typst.py").write_text("raise SystemExit('a planted module was imported')")
    (tmp_path / "json.py").write_text("raise SystemExit('a planted module was imported')")
    monkeypatch.chdir(tmp_path)
    assert render(listing(row())) == expected


MARKUP = (
    '#read("/etc/passwd")',
    "$x^2$ *đậm* _nghiêng_ `mã`",
    "<label> @ref #panic() #pagebreak()",
    "\\u{41} \\ \\\\ \"kép\" 'đơn' // /* */",
    "= Đề mục -- --- ... ~ [a] {b}",
    "#sys.inputs",
    '"}, {"name": "x',
)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_a_value_is_printed_as_it_was_typed(text):
    printed = " ".join(pages(render(listing(row(name=text, members=text, lead="", directive="", notes=())))))
    assert printed.count(text) == 2


def test_the_rest_of_the_page_takes_no_markup_either():
    text = "#panic() $x$ *a* @b"
    heading = Heading(text, text, text, "GDĐT", text, text)
    document = listing(row(), heading=heading, title_subject=text, as_of_text=text, remarks=(text,))
    printed = " ".join(pages(render(replace(document, recipients=(text,), covering=replace(COVERING, issuer=text)))))
    assert printed.count(text) == 7
    assert printed.count(text.upper()) == 3


# Search: each name is found as it was written


@pytest.mark.parametrize("count", [1, 11, 200])
def test_every_name_is_found_by_search(count):
    document = many(count)
    text = " ".join(pages(render(document)))
    assert unicodedata.is_normalized("NFC", text)
    assert [r.name for r in document.rows if r.name not in text] == []


def test_every_vietnamese_letter_is_printed_in_every_style():
    assert len(VIETNAMESE) == 146
    letters = " ".join(VIETNAMESE)
    text = " ".join(pages(render(listing(row(name=letters, members=letters), as_of_text=letters)), "-raw"))
    assert text.count(letters) == 3


def test_a_decomposed_name_with_invisible_characters_is_found_composed():
    typed = unicodedata.normalize("NFD", "Hiệu\u00ad trưởng") + "\u200b\u202e Tiểu\u00a0 học\ufeff"
    assert "Hiệu trưởng Tiểu học" in pages(render(listing(row(name=typed))))[0]


def test_a_name_keeps_to_one_line_of_text_and_members_keep_their_lines():
    document = cleaned(listing(row(name="a\r\nb", members=" a \r\n\n b\t c ")), typeface.printable_code_points())
    assert document.rows[0].name == "a b"
    assert document.rows[0].members == "a\nb c"


@pytest.mark.parametrize(
    "name",
    [
        "Nhóm trao đổi công tác phối hợp giữa Phòng GD-ĐT và các trường MN-TH-THCS trên địa bàn quận " * 3 + "hết",
        " ".join(f"P.GD-ĐT/Q{i} - TT.VHTT-{i}" for i in range(12)),
        "ở GD-ĐT " * 40 + "hết",
    ],
)
def test_a_long_name_breaks_only_between_words(name):
    assert name in " ".join(pages(render(listing(row(1), row(2, name=name), row(3)))))


@pytest.mark.parametrize("field", ["name", "members", "lead", "directive"])
def test_a_word_wider_than_its_column_breaks_and_stays_in_the_column(field):
    word = "ẦWẲZ" * 30
    document = render(listing(row(**{"notes": (), "members": "", "lead": "", "directive": "", field: word})))
    pieces = [w for w in words(document) if set(w[5]) <= set(word)]
    assert "".join(w[5] for w in pieces) == word
    left = min(w[1] for w in pieces)
    column = {"name": 70, "members": 73, "lead": 36, "directive": 56}[field] / 25.4 * 72
    assert max(w[3] for w in pieces) <= left + column - 11


PLAIN = st.text(alphabet="aăđêộơƯỹNgh 0123-/.,()+“”", min_size=1, max_size=90)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(PLAIN.filter(str.strip), min_size=1, max_size=6))
def test_whatever_the_names_no_letter_of_them_is_lost(names):
    document = listing(*[row(i, name=name, notes=(), lead="") for i, name in enumerate(names, 1)])
    text = re.sub(r"\s", "", " ".join(pages(render(document), "-raw")))
    assert [n for n in names if re.sub(r"\s", "", n) not in text] == []


def test_every_character_that_passes_the_cleaning_can_be_compiled():
    kept = [chr(c) for c in sorted(typeface.printable_code_points()) if unicodedata.category(chr(c))[0] != "C"]
    assert len(kept) > 2000
    chunks = [kept[i : i + 60] for i in range(0, len(kept), 60)]
    rows = [row(i, name=" ".join(c), members="".join(c), lead="\u0301") for i, c in enumerate(chunks, 1)]
    assert render(listing(*rows)).startswith(b"%PDF-")


# Rows and pages


def test_an_empty_list_says_so():
    document = render(listing())
    (page,) = pages(document)
    assert "Không có nhóm nào trong danh sách này." in page
    assert "Danh sách này có 0 mục." in page
    assert tags(document).count("/TH") == 5


def test_a_list_of_one_row_fits_on_one_page_with_its_signature():
    (page,) = pages(render(listing(row())))
    assert "Danh sách này có 1 mục." in page
    assert "Nguyễn Văn An" in page
    assert "Không có nhóm nào" not in page


def test_a_row_is_never_torn_over_two_pages():
    def lines(number):
        return [f"dòng-{number}-{line}." for line in range(number % 13 + 1)]

    text = pages(render(listing(*[row(n, members="\n".join(lines(n)), lead=f"cuối-{n}.") for n in range(1, 61)])))
    assert len(text) > 8
    for number in range(1, 61):
        (at,) = [i for i, page in enumerate(text) if f"TB-{number:04}-K" in page]
        assert [part for part in (*lines(number), f"cuối-{number}.") if part not in text[at]] == []


def test_a_first_row_that_page_one_cannot_hold_begins_there_all_the_same():
    text = pages(render(listing(row(members="\n".join(f"người-{i}." for i in range(24))))))
    assert "người-0." in text[0]
    assert "người-23." in text[1]


@pytest.mark.parametrize("before", [5, 10, 12, 14, 16])
def test_the_name_of_a_row_that_breaks_stays_whole(before):
    name = "Nhóm trao đổi công tác phối hợp giữa các trường " * 4 + "trên địa bàn quận"
    filler = [row(1), row(3, members="\n".join("ấ" * before), directive="")]
    tall = row(2, name=name, members="\n".join(f"người-{i}." for i in range(60)), directive="")
    text = pages(render(listing(*filler, tall)), "-raw")
    assert sum(name in page for page in text) == 1


@pytest.mark.parametrize("before", [0, 1, 3])
def test_a_row_taller_than_a_page_breaks_and_loses_no_member(before):
    members = [f"- Bà: Nguyễn Thị Thanh Xuân {i} - Hiệu trưởng trường số {i};" for i in range(1, 41)]
    rows = [*map(row, range(1, before + 1)), row(before + 1, name="Bốn mươi người", members="\n".join(members))]
    document = render(listing(*rows, row(before + 2, name="Nhóm sau cùng")))
    text = pages(document)
    assert [m for m in members if m not in " ".join(text)] == []
    assert sum("Thanh Xuân 4 " in page or "Thanh Xuân 40 " in page for page in text) == 2
    assert sum("Bốn mươi người" in page for page in text) == 1
    assert max(w[4] for w in words(document)) < 595 - 20 / 25.4 * 72
    assert "Nhóm sau cùng" in " ".join(text)


@pytest.mark.parametrize("lines", [24, 28, 29, 30, 31, 33, 35])
def test_a_row_about_as_tall_as_a_page_stays_within_the_margins(lines):
    members = [f"người-{i}" for i in range(lines)]
    document = render(listing(row(1), row(2, members="\n".join(members), directive="")))
    found = words(document)
    assert set(members) <= {w[5] for w in found}
    assert (len({w[0] for w in found if w[5] in members}) == 1) == (lines < 30)
    assert max(w[4] for w in found) < 595 - 20 / 25.4 * 72


def test_the_header_row_returns_on_every_page_of_the_table():
    text = pages(render(many(40)))
    with_rows = [page for page in text if "Mã số:" in page]
    assert len(with_rows) > 4
    assert all("STT" in page and "Hướng xử lý" in page for page in with_rows)


def test_page_numbers_begin_on_page_two_centred_at_the_top():
    found = words(render(many(40)))
    assert [w for w in found if w[0] == 1 and w[4] < 25 / 25.4 * 72] == []
    at_top = [w for w in found if w[0] > 1 and w[4] < 25 / 25.4 * 72]
    last = max(w[0] for w in found)
    assert [(w[0], w[5]) for w in at_top] == [(page, str(page)) for page in range(2, last + 1)]
    centre = (30 + (297 - 20)) / 2 / 25.4 * 72
    assert all(abs((w[1] + w[3]) / 2 - centre) < 1 for w in at_top)


@pytest.mark.parametrize("count", range(1, 8))
def test_the_signature_is_never_torn_nor_alone(count):
    last = pages(render(many(count)))[-1]
    for part in (f"Danh sách này có {count} mục.", "Nơi nhận:", "TRƯỞNG PHÒNG", "Nguyễn Văn An"):
        assert part in last


def test_the_recipients_end_as_the_decree_writes_them():
    last = pages(render(listing(row())), "-raw")[-1]
    assert "Nơi nhận: - Như trên; - BLĐ P.GDĐT; - Lưu: VT, Ô. Tuấn. " in last + " "


def test_an_unknown_signer_and_no_recipients_leave_no_made_up_word():
    bare = replace(listing(row()).heading, signer_title="", signer_name="")
    text = " ".join(pages(render(listing(row(), heading=bare, recipients=(), remarks=())), "-raw"))
    assert text.endswith("Danh sách này có 1 mục.")


# The two variants


def test_the_electronic_list_leaves_number_and_date_blank():
    document = render(listing(row()), ELECTRONIC)
    text = " ".join(pages(document, "-raw"))
    assert "1496" not in text
    assert "ngày 05" not in text
    assert "2021" not in text.replace("30 tháng 11 năm 2021", "")
    assert "Số: /GDĐT-" in text
    assert "Tân Bình, ngày tháng năm" in text
    assert "(Kèm theo Công văn số / ngày tháng năm của Phòng Giáo dục và Đào tạo)" in text
    with opened(document) as parsed:
        assert b"1496" not in parsed.attachments["danh-sach.json"].get_file().read_bytes()


def test_the_paper_list_fills_in_number_and_date():
    text = " ".join(pages(render(listing(row())), "-raw"))
    assert "Số: 1496/GDĐT-PC " in text
    assert "Tân Bình, ngày 05 tháng 11 năm 2021" in text
    assert "(Kèm theo Công văn số 1496/GDĐT-PC ngày 05 tháng 11 năm 2021 của Phòng Giáo dục và Đào tạo)" in text


def test_a_paper_list_without_a_number_has_dots_for_the_clerk():
    text = " ".join(pages(render(listing(row(), covering=None)), "-raw"))
    assert "Số: ……/GDĐT-……" in text
    assert "(Kèm theo Văn bản số ……/…… ngày …… tháng …… năm …… của Phòng Giáo dục và Đào tạo)" in text


def test_the_words_of_a_centred_line_stand_evenly_apart():
    document = listing(row(), title_subject="Nhóm của GD-ĐT, xử lý của GD-ĐT, trao đổi của GD-ĐT, quận")
    found = words(render(document))
    top = next(w[2] for w in found if w[5] == "Nhóm")
    line = [w for w in found if w[0] == 1 and abs(w[2] - top) < 1]
    assert " ".join(w[5] for w in line) == document.title_subject
    gaps = [after[1] - before[3] for before, after in pairwise(line)]
    assert max(gaps) - min(gaps) < 0.1


def test_the_heading_has_the_national_title_right_and_the_issuing_body_left():
    found = [w for w in words(render(listing(row()))) if w[0] == 1]
    left = {w[5] for w in found if w[3] < 297 / 25.4 * 72 / 2 and w[4] < 120}
    right = {w[5] for w in found if w[1] > 297 / 25.4 * 72 / 2 - 40 and w[4] < 120}
    assert {"UBND", "QUẬN", "PHÒNG", "GIÁO"} <= left
    assert {"CỘNG", "NGHĨA", "NAM", "Hạnh", "phúc"} <= right


# The file as an archive keeps it


def test_the_same_list_gives_the_same_bytes_and_another_variant_others():
    assert render(many(20)) == render(many(20))
    assert render(many(20)) != render(many(20), ELECTRONIC)


def test_the_time_in_the_file_is_the_timestamp_given():
    later = render_attached_list(listing(row()), variant=PAPER, timestamp=NOW.replace(hour=18))
    assert later != render(listing(row()))
    with opened(render(listing(row()))) as document:
        assert str(document.docinfo["/CreationDate"]) == "D:20211130170506Z"


def test_the_file_says_its_title_its_language_and_its_standards():
    with opened(render(listing(row()))) as document:
        assert str(document.Root.Lang) == "vi"
        assert str(document.docinfo["/Title"]) == "Danh sách các nhóm chính thức"
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
            assert xmp["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_the_table_is_tagged_with_header_cells():
    found = tags(render(many(11)))
    assert [found.count(tag) for tag in ("/Table", "/THead", "/TR", "/TH", "/TD")] == [1, 1, 12, 5, 55]
    assert found.count("/H1") == 1


def test_every_font_is_liberation_serif_and_embedded():
    with opened(render(many(11))) as document:
        fonts = [
            o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]
        assert {str(f.FontName).partition("+")[2] for f in fonts} == {
            "LiberationSerif",
            "LiberationSerif-Bold",
            "LiberationSerif-Italic",
            "LiberationSerif-BoldItalic",
        }
        assert all("/FontFile2" in f or "/FontFile3" in f for f in fonts)


def test_the_list_travels_inside_as_json_and_csv():
    document = listing(row(1), row(2, name="=cmd()"))
    with opened(render(document)) as parsed:
        files = parsed.attachments
        assert sorted(files) == ["danh-sach.csv", "danh-sach.json"]
        kinds = {name: (str(f.obj.AFRelationship), f.get_file().mime_type) for name, f in files.items()}
        assert kinds["danh-sach.json"] == ("/Data", "application/json")
        assert kinds["danh-sach.csv"] == ("/Data", "text/csv")
        assert all(f.description.startswith("Danh sách này") for f in files.values())
        data = json.loads(files["danh-sach.json"].get_file().read_bytes())
        table = files["danh-sach.csv"].get_file().read_bytes().decode()
    assert [r["name"] for r in data["rows"]] == [r.name for r in document.rows]
    assert data["covering"]["reference"] == "1496/GDĐT-PC"
    assert table.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(table[1:])))
    assert lines[0] == [column.heading for column in COLUMNS]
    by_heading = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    assert by_heading[1]["Tên nhóm"] == "'=cmd()"
    assert by_heading[0]["Thành viên"] == "'" + document.rows[0].members


# The shipped typeface


def test_the_shipped_typeface_has_every_vietnamese_letter_and_no_emoji():
    known = typeface.printable_code_points()
    assert [letter for letter in VIETNAMESE if ord(letter) not in known] == []
    assert not known & {0x1F389, 0x4E2D}
    assert len(list(typeface.FONTS.glob("*.ttf"))) == 4


def test_the_typefaces_licence_is_shipped_with_it():
    licence = (Path(typeface.FONTS) / "LICENSE-LiberationSerif.txt").read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name Liberation" in licence
