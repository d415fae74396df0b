"""The program that a school runs by itself: what is right is told right, what was changed is found."""

import ast
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from groups.domain.status import Status
from groups.queries import tree
from groups.services import amendments, publishing
from groups.services.roles import CLERK
from groups.tests.factories import NOW, amended, make_authority, make_group, make_user

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("about a program that has no database"),
]
SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "verify_offline.py"


def module():
    """The program as a module, for what is said of its parts."""
    spec = importlib.util.spec_from_file_location("verify_offline", SCRIPT)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def run(*arguments):
    """Run it as somebody would, without this project's packages."""
    ran = subprocess.run([sys.executable, "-I", SCRIPT, *arguments], capture_output=True, check=False)
    return ran.returncode, ran.stdout.decode() + ran.stderr.decode()


@pytest.fixture
def files(client, tmp_path):
    """A published register and everything that can be downloaded from it, as files."""
    for status in (Status.RECOGNISED, Status.DISSOLVED, Status.PROPOSED, Status.SUSPENDED, Status.RETURNED):
        make_group(name=f"Nhóm {status}", status=status)
    group = make_group(name="Nhóm có dấu [?]", uncertain=["name"])
    asked = {"authority": make_authority(), "now": NOW, "address": "http://testserver"}
    made = publishing.publish_list(by=make_user(role=CLERK), seen=publishing.draft(**asked).digest, **asked)
    size, root = tree.head()
    amendments.rename(group=group, new_name="Tên về sau", **amended())
    after = tree.head()
    wanted = {
        "list.pdf": "/cong-bo/BM/1/electronic.pdf",
        "list.json": "/cong-bo/BM/1/danh-sach.json",
        "one.json": "/api/v1/log/entries?first=1&last=5",
        "two.json": "/api/v1/log/entries?first=6&last=200",
        "card.json": f"/api/v1/log/groups/{group.code}?size={size}",
        "grow.json": f"/api/v1/log/consistency?first={size}&second={after[0]}",
    }
    for name, path in wanted.items():
        response = client.get(path)
        assert response.status_code == 200
        (tmp_path / name).write_bytes(response.content)
    (tmp_path / "head").write_text(f"{size}:{root}")
    (tmp_path / "after").write_text(f"{after[0]}:{after[1]}")
    (tmp_path / "code").write_text(group.code)
    assert made.event_number == size
    return tmp_path


def head(files, name="head"):
    return (files / name).read_text()


def logs(files):
    return [str(files / "one.json"), str(files / "two.json")]


def changed(files, name, before, after):
    path = files / name
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_it_is_of_python_3_8_and_of_the_standard_library_alone():
    source = ast.parse(SCRIPT.read_text(), feature_version=(3, 8))
    imported = {
        name.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(source)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert imported <= {"__future__", *sys.stdlib_module_names}


def test_the_log_is_checked_against_a_head(files):
    assert run("log", *logs(files), f"--head={head(files)}")[0] == 0
    assert run("log", *reversed(logs(files)), f"--head={head(files, 'after')}")[0] == 0
    code, said = run("log", *logs(files), "--head", head(files)[:-1] + ("0" if head(files)[-1] != "0" else "1"))
    assert (code, "KHÔNG ĐÚNG" in said) == (1, True)


@pytest.mark.parametrize("name", ["one.json", "two.json"])
def test_a_changed_entry_is_found(files, name):
    changed(files, name, "Bình Minh" if "Bình Minh" in (files / name).read_text() else "recognised", "khac")
    assert run("log", *logs(files), f"--head={head(files)}")[0] == 1


def test_two_entries_that_were_swapped_are_found(files):
    told = json.loads((files / "two.json").read_text())
    first, second = told["entries"][0], told["entries"][1]
    first["leaf"], second["leaf"] = second["leaf"], first["leaf"]
    first["entry"], second["entry"] = second["entry"], first["entry"]
    (files / "two.json").write_text(json.dumps(told))
    assert run("log", *logs(files), f"--head={head(files)}")[0] == 1


def test_a_missing_page_is_no_answer(files):
    assert run("log", logs(files)[1], f"--head={head(files)}")[0] == 2
    code, said = run("log", logs(files)[0], f"--head={head(files)}")
    assert (code, "hãy tải thêm" in said) == (2, True)


@pytest.mark.parametrize("name", ["list.pdf", "list.json"])
def test_a_list_is_checked_line_by_line(files, name):
    code, said = run("list", str(files / name), f"--head={head(files)}", "--log", *logs(files))
    assert (code, said.partition(" dòng")[0]) == (0, "ĐÚNG: 2")


@pytest.mark.parametrize(
    ("before", "after"),
    [("Nhóm recognised", "Nhóm lạ"), ("Trưởng phòng GD-ĐT", "Kẻ lạ"), ("BM-0001", "BM-0009")],
)
def test_a_changed_line_is_found(files, before, after):
    changed(files, "list.json", before, after)
    assert run("list", str(files / "list.json"), "--log", *logs(files))[0] == 1


def test_a_line_that_was_taken_out_is_found(files):
    listed = json.loads((files / "list.json").read_text())
    listed["rows"].pop()
    (files / "list.json").write_text(json.dumps(listed))
    code, said = run("list", str(files / "list.json"), "--log", *logs(files))
    assert (code, "danh sách thiếu nhóm" in said) == (1, True)


def test_a_list_under_another_head_is_found(files):
    other = head(files, "after")
    assert run("list", str(files / "list.pdf"), f"--head={other}", "--log", *logs(files))[0] == 1
    root = head(files).partition(":")[2]
    changed(files, "list.json", root, "0" * 64)
    assert run("list", str(files / "list.json"), "--log", *logs(files))[0] == 1


def test_a_list_of_before_the_tree_gives_no_answer(files):
    listed = json.loads((files / "list.json").read_text())
    del listed["imprint"]["root"]
    (files / "list.json").write_text(json.dumps(listed))
    assert run("list", str(files / "list.json"), "--log", *logs(files))[0] == 2


def test_a_card_is_checked(files):
    asked = ["card", str(files / "card.json"), f"--head={head(files)}", "--code", head(files, "code")]
    code, said = run(*asked, "--name", "Nhóm có dấu")
    assert (code, "chính thức" in said) == (0, True)
    assert run(*asked, "--name", "Tên khác")[0] == 1
    assert run(*asked[:-1], "BM-0001-8")[0] == 1
    assert run(*asked[:2], f"--head={head(files, 'after')}", *asked[3:])[0] == 1
    changed(files, "card.json", "recognise", "rec0gnise")
    assert run(*asked)[0] == 1


def test_growth_is_checked(files):
    heads = [f"--head={head(files, name)}" for name in ("head", "after")]
    assert run("grow", str(files / "grow.json"), *heads)[0] == 0
    assert run("grow", str(files / "grow.json"), heads[0], "--head", "99:" + "0" * 64)[0] == 1
    assert run("grow", str(files / "grow.json"), heads[0])[0] == 2


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"%PDF-1.7", b'{"entries": [1]}', b"\xff", b'{"entries": "x"}'])
@pytest.mark.parametrize("what", ["log", "list", "card", "grow"])
def test_what_cannot_be_read_is_no_answer(tmp_path, what, content):
    (tmp_path / "x").write_bytes(content)
    heads = ["--head", "1:" + "0" * 64, *(["--head", "2:" + "0" * 64] if what == "grow" else [])]
    code, said = run(what, str(tmp_path / "x"), *heads, "--code", "BM-0001-8", "--log", str(tmp_path / "x"))
    assert (code, "Traceback" in said) == (2, False)


def test_a_head_out_of_shape_and_a_file_that_is_not_there_are_told(tmp_path):
    assert run("log", "x.json", "--head", "5")[0] == 2
    code, said = run("log", str(tmp_path / "none.json"), "--head", "1:" + "0" * 64)
    assert (code, "không mở được" in said) == (2, True)


def test_it_is_offered_on_the_page_as_it_is(client):
    response = client.get("/so-dang-ky/verify_offline.py")
    assert response.content == SCRIPT.read_bytes()
    assert re.search("attachment", response.headers["Content-Disposition"])
