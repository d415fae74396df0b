import pytest
from groups.tests import factories as f
from groups.domain.status import Status
@pytest.mark.django_db
@pytest.mark.parametrize("status", list(Status))
def test_it(status):
    g=f.make_group(status=status,url="https://zalo.me/g/abcdef123")
    assert g.status==status
    print(g)
