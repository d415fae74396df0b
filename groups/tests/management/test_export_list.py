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
