"""A migration that would stop a running register is refused by name; ours are not."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WITH_POSTGRES = [sys.executable, str(ROOT / "scripts" / "with_postgres")]
HAS_SERVER = subprocess.run([*WITH_POSTGRES, "--find"], capture_output=True, check=False).returncode == 0
pytestmark = pytest.mark.skipif(not HAS_SERVER, reason="PostgreSQL's server programs were not found")


def check(*app: str) -> subprocess.CompletedProcess:
    dangerous = {"DJANGO_SETTINGS_MODULE": "groups.tests.endurance.settings_dangerous", "ENDURANCE_PLACE": "/nowhere"}
    script = [*WITH_POSTGRES, sys.executable, str(ROOT / "scripts" / "check_migrations"), *app]
    return subprocess.run(
        script, env=os.environ | dangerous, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def test_every_dangerous_kind_is_refused_and_the_harmless_passes():
    outcome = check("dangerous")
    assert outcome.returncode == 1, outcome.stderr
    found = dict(re.findall(r"\(dangerous, (\w+)\)\.\.\. (OK|ERR|IGNORE)", outcome.stdout))
    refused = {name for name, said in found.items() if said == "ERR"}
    assert found.pop("0001_harmless") == "OK"
    assert refused == found.keys()
    assert len(refused) == 7


def test_our_migrations_pass():
    outcome = check()
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
