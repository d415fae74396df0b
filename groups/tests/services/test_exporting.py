"""Every form of a list leaves the register by one path."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.documents.pdf import Variant, render_attached_list
from groups.documents.table import render_json
from groups.queries.attached_list import attached_list
from groups.services.errors import ActRefused
from groups.services.exporting import FORM_LABELS, Form, export_list, file_of

from ..factories import NOW, RECOGNISED_ON, TODAY, make_authority, make_document, make_group, make_person

pytestmark = pytest.mark.django_db
SECRET = "zalo.me/g/bimat123"
TABLES = [Form.XLSX, Form.ODS, Form.CSV, Form.JSON]
EVERY = pytest.mark.parametrize("form", Form)


def exported(form=Form.JSON, **more):
    return export_list(authority=make_authority(), now=NOW, form=form, **more)


def rows(**more):
    return json.loads(exported(**more).content)["rows"]


def content_of(day=TODAY, **more):
    return attached_list(authority=make_authority(), day=day, today=TODAY, **more)


@EVERY
def test_each_form_has_its_name_its_type_and_its_beginning(form):
    make_group()
    made = exported(form)
    begins = {"pdf": b"%PDF-", "xlsx": b"PK\x03\x04", "ods": b"PK\x03\x04", "csv": b"\xef\xbb\xbf", "json": b"{"}
    assert made.name == f"danh-sach-nhom-2026-11-23.{form.suffix}"
    assert made.content.startswith(begins[form.suffix])
    assert made.content_type == form.content_type
    assert form.label == FORM_LABELS[form]


def test_an_export_is_the_list_of_that_day_in_that_form():
    make_group()
    content = content_of()
    assert exported(Form.JSON).content == render_json(content)
    paper = render_attached_list(content, variant=Variant.PAPER, timestamp=NOW)
    assert exported(Form.PAPER).content == paper
    assert file_of(content, Form.ELECTRONIC, NOW) == exported(Form.ELECTRONIC)


@EVERY
def test_the_same_list_gives_the_same_bytes(form):
    make_group()
    assert exported(form) == exported(form)


def test_a_list_of_another_day_says_so_in_its_name():
    make_group()
    made = exported(day=RECOGNISED_ON - dt.timedelta(days=1))
    assert made.name == "danh-sach-nhom-2026-11-04.json"
    assert (json.loads(made.content)["as_of"], json.loads(made.content)["rows"]) == ("2026-11-04", [])


@EVERY
def test_no_form_holds_a_link_a_phone_or_a_roster(form):
    group = make_group(
        url=f"https://{SECRET}",
        lead=make_person(phone="0912345678"),
        member=make_person(full_name="Người Chỉ Có Trong Danh Bạ", phone="0987654321"),
    )
    assert group.links.count() == 1
    for text in opened(exported(form).content):
        for secret in ("bimat123", "zalo.me", "0912345678", "0987654321", "Chỉ Có Trong Danh Bạ"):
            assert secret.encode() not in text


def opened(content):
    """The bytes of a file, or of the parts of an archive, or of the files and pages of a PDF."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [archive.read(name) for name in archive.namelist()]
    if content.startswith(b"%PDF-"):
        import pikepdf

        with pikepdf.open(io.BytesIO(content)) as pdf:
            return [each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream) and _plain(each)]
    return [content]


def _plain(stream):
    return stream.get("/Subtype") not in ("/Image",) and stream.get("/Filter") in (None, "/FlateDecode")


def test_an_export_makes_as_many_queries_for_thirty_groups_as_for_three():
    def one_more(number):
        make_group(name=f"Nhóm {number}", platform=["zalo", "viber"][number % 2], source_row=str(number),
                   source_document=make_document(), lead=make_person(full_name=f"Người {number}"))  # fmt: skip

    def asked(**kind):
        with CaptureQueriesContext(connection) as queries:
            export_list(authority=authority, now=NOW, **kind)
        return len(queries)

    def counts():
        kinds = ({"form": form, "grouping": grouping} for form in TABLES for grouping in ("", "level", "platform"))
        return {tuple(kind.values()): asked(**kind) for kind in kinds}

    for number in range(3):
        one_more(number)
    authority = make_authority()
    few = counts()
    for number in range(3, 30):
        one_more(number)
    assert counts() == few


@pytest.mark.parametrize(
    ("grouping", "sections"),
    [
        ("level", ["Mầm non", "Mầm non", "Tiểu học", "Chung"]),
        ("platform", ["Zalo", "Zalo", "Viber", "Ứng dụng khác"]),
        ("", ["", "", "", ""]),
    ],
)
def test_rows_stand_in_sections_in_the_fixed_order_and_by_code_within(grouping, sections):
    for level, platform in (
        ("general", "other"),
        ("preschool", "zalo"),
        ("primary", "viber"),
        ("preschool", "zalo"),
    ):
        make_group(name=f"Nhóm {level}", level=level, platform=platform)
    found = rows(grouping=grouping)
    assert [row["section"] for row in found] == sections
    assert [row["number"] for row in found] == [1, 2, 3, 4]
    codes = [row["code"] for row in found]
    assert codes[:2] == sorted(codes[:2])
    assert (codes == sorted(codes)) is (grouping == "")


def test_the_columns_come_from_the_register():
    make_group(name="Ba nhóm", room_count=3, uncertain=["source_row"], source_row="13", source_document=make_document())
    (row,) = rows()
    assert row | {"code": "", "members": ""} == {
        "number": 1,
        "section": "",
        "code": "",
        "name": "Ba nhóm",
        "platform": "Zalo",
        "rooms": 3,
        "level": "Tiểu học",
        "members": "",
        "lead": "Trưởng phòng GD-ĐT",
        "directive": "",
        "since": "2026-11-05",
        "document": "215/GDĐT",
        "source": "Dòng 13 [?] của 215/GDĐT",
    }


@pytest.mark.parametrize("form", TABLES)
def test_a_letter_that_the_typeface_lacks_stops_only_the_pdf(form):
    make_group(name="Nhóm 🎉")
    assert exported(form).content
    with pytest.raises(ActRefused, match="phông chữ"):
        exported(Form.PAPER)


@EVERY
@pytest.mark.parametrize(("day", "says"), [(dt.date(2099, 1, 1), "chưa tới"), (dt.date(2019, 1, 1), "tiêu đề")])
def test_a_list_that_cannot_be_made_says_why_in_every_form(form, day, says):
    make_group()
    with pytest.raises(ActRefused, match=says):
        exported(form, day=day)
