"""The page of figures: one benchmark is repeated, all others stay."""

import pytest

from bench import report
from bench.tables import Table


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "PAGE", tmp_path / "benchmarks.md")
    return report.PAGE


def keep(vendor, name, figure):
    table = Table(f"About {name}", ["", "figure"])
    table.rows.append([name, figure])
    report.keep(vendor, name, "2026-11-26", f"python -m bench --only {name} --sizes 1000", ["2 cores"], [table])


def test_one_repeated_takes_its_own_place_and_the_others_stay(page):
    for vendor, name, figure in (("postgresql", "serving", "1"), ("sqlite", "serving", "2"), ("sqlite", "desk", "3")):
        keep(vendor, name, figure)
    before = page.read_text()

    keep("sqlite", "serving", "4711")

    after = page.read_text()
    assert after == before.replace("| serving | 2 |", "| serving | 4711 |") != before
    assert after.index("--only desk") < after.index("4711") < after.index("## PostgreSQL")


def test_the_page_of_the_project_is_read_whole():
    text = report.PAGE.read_text(encoding="utf-8")
    assert text.count("Measured on ") == len(report._parts(text)) > 5
