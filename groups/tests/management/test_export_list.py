"""The list from the command line."""

import pytest
from django.core.management import CommandError, call_command

from ..factories import make_authority, make_document, make_group

pytestmark = pytest.mark.django_db


def test_no_office_or_several_must_be_named(tmp_path):
    with pytest.raises(CommandError, match="chưa có cơ quan nào"):
        call_command("export_list", output=tmp_path / "a.pdf")
    make_authority()
    make_authority(code="GV", name="Phòng khác")
    with pytest.raises(CommandError, match="BM, GV"):
        call_command("export_list", output=tmp_path / "a.pdf")
    call_command("export_list", output=tmp_path / "a.pdf", authority="GV")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"as_of": "2019-01-01"}, "tiêu đề"),
        ({"as_of": "2099-01-01"}, "chưa tới"),
        ({"document": "9/KHÔNG"}, "0 văn bản"),
        ({"authority": "XX"}, "BM"),
    ],
)
def test_a_list_that_cannot_be_made_leaves_no_file_and_keeps_the_old_one(tmp_path, options, says):
    make_group()
    target = tmp_path / "a.pdf"
    target.write_text("cũ", encoding="utf-8")
    arguments = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    with pytest.raises(CommandError, match=says):
        call_command("export_list", "-o", str(target), *arguments)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert target.read_text(encoding="utf-8") == "cũ"


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    make_group()
    with pytest.raises(CommandError, match="none"):
        call_command("export_list", "-o", str(tmp_path / "none" / "a.pdf"))


def test_paper_fills_in_the_document_and_the_electronic_variant_leaves_it_blank(tmp_path):
    import subprocess

    make_group()
    texts = {}
    for name, more in {"paper": ["--paper"], "electronic": [], "other": ["--paper", "--document=231/GDĐT"]}.items():
        make_document(number="231")
        path = tmp_path / f"{name}.pdf"
        call_command("export_list", "-o", str(path), *more)
        text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
        texts[name] = " ".join(text.split())
    assert "Kèm theo Công văn số 215/GDĐT ngày 02 tháng 11 năm 2026" in texts["paper"]
    assert "215/GDĐT" not in texts["electronic"]
    assert "Kèm theo Công văn số 231/GDĐT" in texts["other"]
    assert "Hiệu trưởng các trường tiểu học" in texts["electronic"]


@pytest.mark.parametrize(
    ("name", "more", "begins"),
    [
        ("a.xlsx", [], b"PK"),
        ("a.ods", [], b"PK"),
        ("a.CSV", [], b"\xef\xbb\xbfSTT"),
        ("a.json", [], b"{"),
        ("a.txt", ["--form=csv"], b"\xef\xbb\xbfSTT"),
        ("a.pdf", ["--form=pdf-paper"], b"%PDF-"),
        ("a", ["--paper"], b"%PDF-"),
    ],
)
def test_the_suffix_or_the_option_chooses_the_form(tmp_path, name, more, begins):
    make_group()
    call_command("export_list", "-o", str(tmp_path / name), *more)
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-o", "a.doc"], "chưa rõ dạng: xin đặt đuôi .pdf, .xlsx, .ods, .csv, .json, hoặc"),
        (["-o", "a"], "chưa rõ dạng"),
        (["-o", "a.pdf", "--form=xlsx"], "đuôi của dạng khác: dạng xlsx cần đuôi .xlsx"),
        (["-o", "a.xlsx", "--paper"], "đuôi của dạng khác: dạng pdf-paper cần đuôi .pdf"),
        (["-o", "a.xlsx", "--form=xlsx", "--paper"], "--paper chỉ dùng"),
        (["-o", "a.csv", "--as-of=hôm qua"], "NĂM-THÁNG-NGÀY, ví dụ 2026-11-23"),
    ],
)
def test_a_form_that_is_not_clear_is_asked_for_and_nothing_is_written(tmp_path, monkeypatch, arguments, says):
    make_group()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=says):
        call_command("export_list", *arguments)
    assert list(tmp_path.iterdir()) == []


def test_the_list_of_a_day_is_parted_into_sections(tmp_path):
    import json

    make_group(name="Chung", level="general")
    make_group(name="Mầm non", level="preschool")
    call_command("export_list", "-o", str(tmp_path / "a.json"), "--as-of=2026-11-20", "--group-by=level")
    data = json.loads((tmp_path / "a.json").read_bytes())
    assert data["as_of"] == "2026-11-20"
    assert [row["section"] for row in data["rows"]] == ["Mầm non", "Chung"]
