"""The list as a table for programs: CSV and JSON."""

import csv
import io
import json
import re
from dataclasses import replace

import pikepdf
import pytest

from groups.documents.pdf import Variant, render_attached_list
from groups.documents.rows import Imprint, legible
from groups.documents.table import COLUMNS, render_csv, render_json

from .test_pdf import NOW, listing, many, row

FORMULAS = (
    '=HYPERLINK("http://evil.example","x")',
    "+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\u200b=1",
    "\u00a0=1",
    "＝1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "-cmd|' /C calc'!A0",
    "=cmd|' /C calc'!A0",
)
ILLEGIBLE = "\x00\x01\x08\x0b\x0c\x1b\x7f\x85\ufffe\uffff\ufdd0\ud800\udfff"


def full(number=1, **changes):
    """A row as the register makes it, with all its columns."""
    more = {
        "code": f"TB-{number:04}-K",
        "platform": "Zalo",
        "rooms": "1",
        "level": "Tiểu học",
        "since": "05/11/2021",
        "document": "1496/GDĐT-PC",
        "source": "Dòng 13 [?] của 1496/GDĐT-PC",
    }
    return row(number, **more | changes)


def records(content):
    text = content.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))


def objects(content):
    return json.loads(content)["rows"]


def test_the_headings_and_keys_are_those_of_the_table():
    document = listing(full())
    assert list(records(render_csv(document))[0]) == [column.heading for column in COLUMNS]
    assert list(objects(render_json(document))[0]) == [column.key for column in COLUMNS]
    assert len({c.key for c in COLUMNS}) == len({c.heading for c in COLUMNS}) == len(COLUMNS)


def test_the_keys_of_the_json_stay_as_they_are_documented():
    imprint = Imprint("https://nhom.example.vn/cong-bo/TB/1/", "Danh sách công bố lần 1", 7)
    data = json.loads(render_json(listing(full(), as_of="2021-11-30", imprint=imprint)))
    assert data["schema"] == 1
    assert {key: sorted(value) for key, value in data.items() if isinstance(value, dict)} == {
        "heading": ["issuer", "place", "signer_name", "signer_title", "superior", "symbol"],
        "covering": ["date_text", "issuer", "kind", "reference"],
        "imprint": ["address", "event_number", "label"],
    }
    assert sorted(data) == [
        "as_of", "as_of_text", "covering", "heading", "imprint", "language", "recipients", "remarks", "rows", "schema",
        "subject", "title",
    ]  # fmt: skip
    assert sorted(data["rows"][0]) == [
        "code", "directive", "document", "lead", "level", "members", "name", "number", "platform", "rooms", "section",
        "since", "source",
    ]  # fmt: skip
    assert data["as_of"] == "2021-11-30"
    assert json.loads(render_json(listing()))["as_of"] is None


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("05/11/2021", "2021-11-05"),
        ("tháng 11/2021", "tháng 11/2021"),
        ("không rõ ngày", "không rõ ngày"),
        ("31/02/2021", "31/02/2021"),
        ("٠٥/11/2021", "٠٥/11/2021"),
        ("01/01/1900", "01/01/1900"),
        ("", ""),
    ],
)
def test_a_day_is_a_day_only_where_it_is_fully_known(since, said):
    document = listing(full(since=since))
    assert objects(render_json(document))[0]["since"] == said
    assert records(render_csv(document))[0]["Công nhận từ"] == said


@pytest.mark.parametrize(("rooms", "said"), [("3", 3), ("3 [?]", "3 [?]"), ("", ""), ("²", "²")])
def test_a_number_of_chats_is_a_number_only_where_it_is_certain(rooms, said):
    assert objects(render_json(listing(full(rooms=rooms))))[0]["rooms"] == said


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("field", ["name", "members", "lead", "directive", "code", "document", "source", "since"])
def test_no_cell_of_the_csv_begins_a_formula(text, field):
    heading = next(column.heading for column in COLUMNS if column.key == field)
    found = records(render_csv(listing(full(**{field: text}))))[0][heading]
    assert found.startswith("'")
    assert found[1:] == legible(listing(full(name=text))).rows[0].name


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("before", ["a;", "a\n", "a; ", "a\n- ổn\n"])
def test_nor_does_one_begin_where_another_program_parts_the_cells(text, before):
    found = records(render_csv(listing(full(members=f"{before}{text}"))))[0]["Thành viên"]
    assert not re.search(r"[;\n]\s*[=@＝＠＋－]|[;\n]\s*[+-](?! )", found)


def test_the_plain_lines_of_an_enumeration_stay_plain():
    members = "Gồm:\n- BLĐ: Bà: Nguyễn Thị Thanh Xuân;\n- Hiệu trưởng các trường\n+ Tổ trưởng"
    assert records(render_csv(listing(full(members=members))))[0]["Thành viên"] == members
    risky = "Gồm:\n- cmd|'/C calc'!A0\n- WEBSERVICE(1)"
    assert records(render_csv(listing(full(members=risky))))[0]["Thành viên"] == risky.replace("\n-", "\n'-")


def test_quotes_commas_and_line_ends_come_back_as_they_were():
    name, members = 'Nhóm "A", B; C', "một\nhai, ba"
    content = render_csv(listing(full(name=name, members=members)))
    assert (records(content)[0]["Tên nhóm"], records(content)[0]["Thành viên"]) == (name, members)
    assert content.endswith(b"\r\n")


def test_what_cannot_be_shown_is_marked_and_never_fails():
    for content in (render_csv, render_json):
        text = content(listing(full(name=f"A{ILLEGIBLE}B🎉"), remarks=(ILLEGIBLE,))).decode()
        assert f"A{chr(0xFFFD) * len(ILLEGIBLE)}B🎉" in text


def test_the_json_keeps_a_long_text_whole_and_a_formula_bare():
    document = listing(full(1, members="ấ" * 40_000), full(2, name="=1+1"))
    rows = objects(render_json(document))
    assert (len(rows[0]["members"]), rows[1]["name"]) == (40_000, "=1+1")


def test_an_empty_list_has_a_header_and_no_row():
    assert render_csv(listing()).count(b"\r\n") == 1
    assert objects(render_json(listing())) == []


def test_the_files_inside_the_pdf_are_these():
    document = listing(full(1), full(2, name="=1+1"))
    printed = render_attached_list(document, variant=Variant.PAPER, timestamp=NOW)
    blank = render_attached_list(document, variant=Variant.ELECTRONIC, timestamp=NOW)
    for pdf, expected in ((printed, document), (blank, replace(document, covering=None))):
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            inside = {name: file.get_file().read_bytes() for name, file in opened.attachments.items()}
        assert inside == {"danh-sach.csv": render_csv(expected), "danh-sach.json": render_json(expected)}


def test_sections_are_told_row_by_row():
    document = listing(full(1, section="Mầm non"), full(2, section="Tiểu học"))
    assert [each["Mục"] for each in records(render_csv(document))] == ["Mầm non", "Tiểu học"]
    assert [each["section"] for each in objects(render_json(document))] == ["Mầm non", "Tiểu học"]


def test_the_same_list_gives_the_same_bytes():
    assert render_csv(many(20)) == render_csv(many(20))
    assert render_json(many(20)) == render_json(many(20))
