"""The floors of the house (docs/architecture.md), read from the imports themselves."""

import ast
import re
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parent.parent
ROOT = APP.parent
FLOORS = {
    "domain": 0,
    "documents": 1,
    "models": 2,
    "queries": 3,
    "services": 4,
    "admin": 5,
    "web": 5,
    "api": 5,
    "management": 5,
    "templatetags": 5,
}
#: What each of the two lowest floors may use from outside the standard library. Typst stays in its child process.
PURE = {
    "domain": {"stdnum", "rapidfuzz"},
    "documents": {
        "typst",
        "docx",
        "defusedxml",
        "segno",
        "zxingcpp",
        "PIL",
        "pyhanko",
        "pyhanko_certvalidator",
        "asn1crypto",
        "openpyxl",
        "odf",
    },
}
#: The one place above which nothing writes events.
LEDGER = APP / "services" / "ledger.py"


def modules(*floors):
    names = floors or FLOORS
    return [path for floor in names for path in sorted((APP / floor).rglob("*.py"))]


def imports(path):
    """Yield (absolute dotted name, names imported) of every import in a file, wherever it stands."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, set()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join([*base, *([node.module] if node.module else [])])
            yield name, {alias.name for alias in node.names}


def floor_of(dotted):
    parts = dotted.split(".")
    return parts[1] if parts[0] == "groups" and len(parts) > 1 and parts[1] in FLOORS else None


def offences(path):
    own = path.relative_to(APP).parts[0]
    for name, imported in imports(path):
        targets = {floor_of(name)} if floor_of(name) else {floor_of(f"{name}.{each}") for each in imported}
        for target in targets - {None, own}:
            if FLOORS[target] >= FLOORS[own]:
                yield f"{path.relative_to(ROOT)} ({own}) imports {name} ({target})"


def test_the_reader_of_imports_sees_an_upward_and_a_sideways_one(tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.APP", tmp_path / "groups")
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    for name, text in {
        "models/up.py": "from ..services.ledger import act",
        "web/side.py": "def f():\n    from groups.admin import x",
        "queries/fine.py": "from ..models import Unit\nfrom . import facts",
        "domain/package.py": "from .. import models",
    }.items():
        path = tmp_path / "groups" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    found = {path.name: list(offences(path)) for path in (tmp_path / "groups").rglob("*.py")}
    assert [name for name, lines in sorted(found.items()) if lines] == ["package.py", "side.py", "up.py"]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(APP)))
def test_a_module_imports_only_from_floors_below_its_own(path):
    assert list(offences(path)) == []


@pytest.mark.parametrize("path", modules("domain", "documents"), ids=lambda path: str(path.relative_to(APP)))
def test_the_two_lowest_floors_know_no_framework(path):
    import sys

    allowed = PURE[path.relative_to(APP).parts[0]] | {"groups"} | set(sys.stdlib_module_names)
    outside = {name.split(".")[0] for name, _ in imports(path)} - allowed - {""}
    assert outside == set()


@pytest.mark.parametrize("path", modules("domain"), ids=lambda path: path.name)
def test_the_domain_reads_no_clock_and_no_environment(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\.now\(|\.today\(|utcnow|time\.time|os\.environ|getenv", text)


@pytest.mark.parametrize("path", modules("models", "queries", "services"), ids=lambda path: str(path.relative_to(APP)))
def test_time_is_passed_in_below_the_doors(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"timezone\.now\(|date\.today\(|datetime\.now\(|localdate\(\)", text)


def test_the_app_knows_nothing_of_its_benchmarks():
    assert [path for path in modules() if any(name.split(".")[0] == "bench" for name, _ in imports(path))] == []


def test_only_the_ledger_creates_events():
    creators = [
        path.relative_to(APP).as_posix()
        for path in modules()
        if re.search(r"RegisterEvent(\.objects\.\w*create\w*)?\(|RegisterEvent\.objects\.bulk_create", path.read_text())
        and path != LEDGER
        and "class RegisterEvent(" not in path.read_text()
    ]
    assert creators == []


def test_only_services_write_what_the_register_holds():
    nouns = (
        "WorkGroup|GroupName|InviteLink|Administrator|Member|Directive|Register(?:Event|Head)|CodeCounter|SecretLook"
    )
    write = re.compile(
        rf"\b(?:{nouns})(?:\.objects)?[^\n]*\.(?:update|create|delete|bulk_create|bulk_update|get_or_create|save)\("
    )
    found = [
        f"{path.relative_to(APP)}: {match.group()}"
        for path in modules("queries", "admin", "web", "management")
        for match in [write.search(path.read_text(encoding="utf-8"))]
        if match
    ]
    assert found == []


def test_no_office_is_named_in_code():
    names = re.compile("Tân Bình|Tan Binh|1496", re.I)
    suffixes = {".py", ".html", ".css", ".js", ".typ"}
    roots = [APP, ROOT / "templates", ROOT / "static", ROOT / "registry"]
    files = [path for root in roots for path in root.rglob("*") if path.suffix in suffixes]
    skipped = {"tests", "migrations"}
    # Help texts give the letter's own number and place as an example of the form.
    examples = {"groups/models/document.py", "groups/models/letterhead.py", "groups/management/commands/export_list.py",
                "groups/management/commands/load_list.py"}  # fmt: skip
    found = [
        path.relative_to(ROOT).as_posix()
        for path in files
        if not skipped & set(path.relative_to(ROOT).parts)
        and path.relative_to(ROOT).as_posix() not in examples
        and names.search(_code(path))
    ]
    assert found == []


def _code(path):
    """Return the text of a file; of Python, without docstrings, which name their sources."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    return re.sub(r'""".*?"""|#[^\n]*', "", text, flags=re.S)
