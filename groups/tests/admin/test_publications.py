"""The desk for published lists, as the clerk walks it and as others may not."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from groups.models import Publication
from groups.services import amendments
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

from ..documents.test_signatures import certificate, sign
from ..factories import TODAY, make_authority, make_document, make_group, make_proposal, make_user

pytestmark = pytest.mark.django_db
ADD = "/quan-tri/groups/publication/add/"


@pytest.fixture
def clerk(client):
    client.force_login(make_user(role=CLERK))
    return client


def previewed(client, **asked):
    """Look at a list that is not yet published, and return what its page would send."""
    page = client.get(ADD, asked).content.decode()
    seen = re.search(r'<input type="hidden" name="seen" value="(\w+)">', page)[1]
    return {"authority": make_authority().pk, "grouping": "", "covering": "", "seen": seen} | asked


def publish(client, **asked):
    return client.post(ADD, previewed(client, **asked))


@pytest.mark.parametrize("role", [SPECIALIST, LEADER, ADMINISTRATOR])
def test_others_read_and_publish_nothing(client, role):
    make_group()
    client.force_login(make_user(role=CLERK))
    publish(client)
    client.force_login(make_user(role=role))
    one = Publication.objects.get()
    assert client.get("/quan-tri/groups/publication/").status_code == 200
    assert client.get(f"/quan-tri/groups/publication/{one.pk}/change/").status_code == 200
    for path in (ADD, "/quan-tri/groups/publication/xem-truoc.pdf",
                 f"/quan-tri/groups/publication/{one.pk}/bo-sung/van-ban/",
                 f"/quan-tri/groups/publication/{one.pk}/bo-sung/ban-da-ky/"):  # fmt: skip
        assert client.get(path).status_code == 403, path
    assert client.post(f"/quan-tri/groups/publication/{one.pk}/ky/", follow=True).status_code == 200
    assert not one.signed_copies.exists()


def test_the_clerk_previews_publishes_names_the_letter_and_puts_back_the_signed_copy(clerk):
    make_group(name="Nhóm một")
    page = clerk.get(ADD).content.decode()
    assert "Lần công bố đầu tiên" in page
    answer = publish(clerk)
    one = Publication.objects.get()
    record = f"/quan-tri/groups/publication/{one.pk}/change/"
    assert answer.url == record
    letter = make_document(number="77")
    asked = clerk.post(
        f"/quan-tri/groups/publication/{one.pk}/bo-sung/van-ban/", {"document": f"{letter} (số {letter.pk})"}
    )
    assert asked.url == record
    assert {file.kind for file in one.files.all()} == {"electronic", "paper", "notice"}
    packed, _ = certificate(begins=dt.datetime.now(dt.UTC) - dt.timedelta(1))
    signed = sign(bytes(one.files.get(kind="paper").content), packed, dt.datetime.now(dt.UTC))
    clerk.post(
        f"/quan-tri/groups/publication/{one.pk}/bo-sung/ban-da-ky/", {"file": SimpleUploadedFile("a.pdf", signed)}
    )
    copy = one.signed_copies.get()
    assert bytes(copy.content) == signed
    assert copy.report["variant"] == "paper"
    assert "Lê Thị Ký Tên" in clerk.get(record).content.decode()
    again = clerk.post(
        f"/quan-tri/groups/publication/{one.pk}/bo-sung/ban-da-ky/", {"file": SimpleUploadedFile("a.pdf", signed)}
    )
    assert "đã được ghi là bản đã ký" in again.content.decode()


def test_a_file_that_is_no_signed_copy_is_refused_and_nothing_is_kept(clerk):
    make_group()
    publish(clerk)
    one = Publication.objects.get()
    path = f"/quan-tri/groups/publication/{one.pk}/bo-sung/ban-da-ky/"
    for content, said in (
        (bytes(one.files.get(kind="electronic").content), "chưa có chữ ký số"),
        (b"hello", "không phải là tệp PDF"),
        (bytes(one.files.get(kind="notice").content), "không phải là danh sách này"),
    ):
        answer = clerk.post(path, {"file": SimpleUploadedFile("a.pdf", content)})
        assert said in answer.content.decode()
    assert not one.signed_copies.exists()


def test_what_changed_since_the_last_list_is_shown_before_the_next(clerk):
    group = make_group(name="Nhóm một")
    publish(clerk)
    amendments.rename(group=group, new_name="Nhóm hai", by=make_user(), now=dt.datetime.now(dt.UTC),
                      effective_on=TODAY, document=make_document(), reason="đổi")  # fmt: skip
    page = clerk.get(ADD).content.decode()
    assert "Nhóm có thay đổi (1)" in page
    assert "<del>Nhóm một</del>" in page


def test_a_preview_is_a_pdf_that_only_our_own_page_frames(clerk):
    group = make_group()
    answer = clerk.get("/quan-tri/groups/publication/xem-truoc.pdf", {"authority": group.authority_id})
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert not Publication.objects.exists()


def test_a_stale_preview_publishes_nothing_and_shows_the_new_one(clerk):
    make_group()
    seen = previewed(clerk)
    make_group(name="Vừa công nhận")
    answer = clerk.post(ADD, seen)
    assert "Sổ vừa thay đổi" in answer.content.decode()
    assert not Publication.objects.exists()


def test_a_choice_that_was_not_previewed_is_not_published_without_it(clerk):
    make_group()
    seen = previewed(clerk)
    for changed in ({"grouping": "level"}, {"covering": f"{(letter := make_document(number='77'))} (số {letter.pk})"}):
        answer = clerk.post(ADD, seen | changed)
        assert (answer.status_code, "lựa chọn trên trang đã khác" in answer.content.decode()) == (200, True)
    assert not Publication.objects.exists()


def test_a_preview_is_asked_for_without_publishing_and_is_a_page_of_its_own(clerk):
    group = make_group()
    seen = previewed(clerk)
    answer = clerk.post(ADD, seen | {"grouping": "level", "preview": "1"})
    assert answer.url == f"{ADD}?authority={group.authority_id}&grouping=level&covering="
    assert not Publication.objects.exists()
    clerk.post(ADD, previewed(clerk, authority=group.authority_id, grouping="level"))
    assert Publication.objects.get().grouping == "level"


def test_an_official_group_has_a_card_and_a_proposal_has_none(client):
    client.force_login(make_user())
    group, proposal = make_group(name="Nhóm một"), make_proposal(name="Nhóm hai")
    pdf = client.get(f"/quan-tri/groups/workgroup/{group.pk}/giay-cong-nhan.pdf")
    assert pdf.content.startswith(b"%PDF-")
    png = client.get(f"/quan-tri/groups/workgroup/{group.pk}/giay-cong-nhan.png")
    assert (png.headers["Content-Type"], png.content[:4]) == ("image/png", b"\x89PNG")
    answer = client.get(f"/quan-tri/groups/workgroup/{proposal.pk}/giay-cong-nhan.pdf", follow=True)
    assert "chỉ nhóm chính thức có giấy công nhận" in answer.content.decode()
    assert client.get(f"/quan-tri/groups/workgroup/{group.pk}/giay-cong-nhan.exe").status_code == 404


def test_nothing_sent_publishes_nothing(client):
    make_group()
    client.force_login(make_user(role=CLERK))
    assert client.post(reverse("admin:groups_publication_add")).status_code == 200
    assert not Publication.objects.exists()
