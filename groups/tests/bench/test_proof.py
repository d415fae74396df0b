"""The log that benchmarks run on is one that proves itself."""

import pytest

from bench import proof
from groups.models import RegisterEvent
from groups.queries.register_check import check_register

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_log_of_any_size_passes_the_check(monkeypatch):
    monkeypatch.setattr(proof, "_BATCH", 7)
    proof._fill(30, 3)
    assert (check_register().size, RegisterEvent.objects.count()) == (30, 30)
    assert RegisterEvent.objects.values("group").distinct().count() == 3
    groups = [RegisterEvent.objects.get(number=30).group]
    assert len(proof._acts(groups)) == len(proof._acts(groups, leafless=True)) == 1
    assert check_register().size == 30
