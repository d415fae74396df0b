"""Why a link cannot be taken: told without a word of what another office keeps to itself."""

import pytest

from groups.domain.status import Status
from groups.models import InviteLink

from ..factories import make_authority, make_draft, make_group

pytestmark = pytest.mark.django_db
URL, NAME = "https://zalo.me/g/abcdef123", "Tổ thẩm định hồ sơ"


def why_not(group) -> str:
    link = InviteLink(group=group, url=URL)
    with pytest.raises(Exception, match="Liên kết này") as refused:
        link.clean()
    return str(refused.value)


@pytest.fixture
def elsewhere():
    return make_authority(code="GV", name="Phòng Giáo dục và Đào tạo quận Gò Vấp")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PROPOSED, Status.RETURNED])
def test_what_another_office_has_not_made_public_is_not_named(status, elsewhere):
    held = make_group(name=NAME, status=status, url=URL)
    told = why_not(make_draft(name="Khác", authority=elsewhere))
    assert "cơ quan khác" in told
    for word in (NAME, held.get_status_display().lower(), held.authority.name, held.code or NAME):
        assert word not in told


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PROPOSED, Status.RETURNED])
def test_ones_own_office_is_told_which_proposal_holds_it(status):
    held = make_group(name=NAME, status=status, url=URL)
    assert NAME in why_not(make_draft(name="Khác", authority=held.authority))


def test_a_public_group_is_named_to_every_office(elsewhere):
    make_group(name=NAME, url=URL)
    assert NAME in why_not(make_draft(name="Khác", authority=elsewhere))
