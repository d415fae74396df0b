"""The pages of published lists: what a printed QR opens, and the files behind it."""

import hashlib
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import FILE_KINDS, SignedCopy
from groups.services import amendments, lifecycle, publishing
from groups.services.roles import CLERK, LEADER

from ..factories import NOW, TODAY, make_authority, make_document, make_group, make_letterhead, make_proposal, make_user

pytestmark = pytest.mark.django_db
SITE = "https://nhom.example.vn"


def publish(**asked):
    authority = make_authority()
    seen = publishing.draft(authority=authority, now=NOW, address=SITE, **asked).digest
    return publishing.publish_list(
        authority=authority, by=make_user(role=CLERK), now=NOW, address=SITE, seen=seen, **asked
    )


def rename(group, name):
    amendments.rename(group=group, new_name=name, by=make_user(), now=NOW, effective_on=TODAY,
                      document=make_document(), reason="đổi")  # fmt: skip


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("path", [
    "/cong-bo/BM/1/", "/cong-bo/KHONG/1/", "/cong-bo/BM/2/", "/cong-bo/BM/1/paper.pdf", "/cong-bo/BM/1/danh-sach.exe",
    "/cong-bo/BM/1/da-ky/1.pdf", "/cong-bo/BM/1/so-voi/2/", "/cong-bo/BM/9999999999999999999999/",
])  # fmt: skip
def test_what_was_never_published_is_not_found(client, path):
    make_group()
    if "/BM/1/" in path and path != "/cong-bo/BM/1/":
        publish()
    assert client.get(path).status_code == 404


def test_before_the_first_publication_the_page_says_so(client):
    make_group()
    assert "chưa công bố danh sách nào" in text(client, "/cong-bo/")


def test_a_list_says_that_it_is_current_changed_or_replaced(client):
    group = make_group(name="Hiệu trưởng tiểu học")
    publish()
    assert "Danh sách này còn đúng với sổ" in text(client, "/cong-bo/BM/1/")
    rename(group, "Hiệu trưởng cấp một")
    changed = text(client, "/cong-bo/BM/1/")
    assert "sổ đã có thay đổi" in changed
    assert "Hiệu trưởng cấp một" in changed
    assert "Hiệu trưởng tiểu học" in changed  # the row as it was printed
    publish()
    replaced = text(client, "/cong-bo/BM/1/")
    assert "Danh sách này đã được thay thế" in replaced
    assert 'href="/cong-bo/BM/2/"' in replaced
    assert "Danh sách này còn đúng với sổ" in text(client, "/cong-bo/BM/2/")


def test_two_lists_are_compared_in_words_and_the_older_one_comes_first(client):
    group, gone = make_group(name="Một"), make_group(name="Sẽ giải tán")
    publish()
    rename(group, "Tên sau")
    new = make_group(name="Nhóm thêm vào")
    lifecycle.dissolve(group=gone, by=make_user(role=LEADER), now=NOW, effective_on=TODAY, document=make_document(),
                       reason="hết việc")  # fmt: skip
    publish()
    page = text(client, "/cong-bo/BM/1/so-voi/2/")
    assert page == text(client, "/cong-bo/BM/2/so-voi/1/")
    assert "Nhóm mới (1)" in page
    assert new.code in page
    assert "Đã giải tán từ ngày" in page
    assert "<del>Một</del>" in page
    assert "<ins>Tên sau</ins>" in page


def test_the_notice_tells_what_was_done_and_nothing_of_proposals(client):
    group = make_group(name="Một")
    publish()
    make_proposal(name="Chưa công nhận")
    rename(group, "Hai")
    publish()
    page = text(client, "/cong-bo/BM/2/thong-bao/")
    assert "Đổi tên nhóm từ “Một” thành “Hai”" in page
    assert "Chưa công nhận" not in page
    assert "Từ danh sách ngày" in page
    feed = client.get("/cong-bo/tin.atom").content.decode()
    assert "thành “Hai”" in feed
    assert "Chưa công nhận" not in feed


def test_files_are_sent_byte_for_byte_and_may_be_kept(client):
    make_group()
    published = publish(covering=make_document())
    assert {file.kind for file in published.files.all()} == set(FILE_KINDS)
    for file in published.files.all():
        answer = client.get(f"/cong-bo/BM/1/{file.kind}.pdf")
        assert hashlib.sha256(answer.content).hexdigest() == file.sha256
        assert answer.headers["ETag"] == f'"{file.sha256}"'
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_signed_copy_is_shown_with_its_signer_and_sent_untouched(client):
    make_group()
    published = publish()
    signature = {
        "signer": "Lê Thị Ký", "organisation": "Phòng", "issuer": "CA", "serial": "AB", "signed_at": NOW.isoformat(),
        "has_timestamp": False, "certificate_was_valid": True, "trusted": None, "trust": "Chưa kiểm tra được chuỗi",
    }  # fmt: skip
    report = {"signatures": [signature, signature | {"signer": "Trần Đóng"}]}
    copy = SignedCopy.objects.create(publication=published, content=b"%PDF-thu", report=report,
                                     added_by=published.published_by, added_at=NOW)  # fmt: skip
    page = text(client, "/cong-bo/BM/1/")
    first, last = page.split("Lê Thị Ký")[1].split("Trần Đóng")
    assert ("như lúc ký" in first, "còn nguyên vẹn" in first) == (True, False)  # what was added later it cannot cover
    assert ("như lúc ký" in last, "còn nguyên vẹn" in last) == (False, True)
    assert "Chưa kiểm tra được chuỗi" in page
    assert client.get(f"/cong-bo/BM/1/da-ky/{copy.pk}.pdf").content == b"%PDF-thu"


def test_the_tables_hold_the_same_rows(client):
    make_group(name="=HYPERLINK(1)")
    publish()
    book = openpyxl.load_workbook(io.BytesIO(client.get("/cong-bo/BM/1/danh-sach.xlsx").content))
    cells = {str(cell.value): cell for line in book.active.iter_rows() for cell in line if cell.value is not None}
    assert cells["=HYPERLINK(1)"].data_type == "s"
    assert "'=HYPERLINK(1)" in client.get("/cong-bo/BM/1/danh-sach.csv").content.decode("utf-8-sig")
    assert client.get("/cong-bo/BM/1/danh-sach.json").json()["rows"][0]["name"] == "=HYPERLINK(1)"
    assert client.get("/cong-bo/BM/1/danh-sach.ods").content.startswith(b"PK")


def test_pages_make_as_many_queries_for_thirty_groups_as_for_three(client):
    def queries(path):
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(path).status_code == 200
        return len(found)

    for number in range(3):
        make_group(name=f"Nhóm {number}")
    publish()
    paths = ("/cong-bo/BM/1/", "/cong-bo/BM/1/thong-bao/", "/cong-bo/", "/so-sanh/?tu=2020-01-01&den=2026-11-20")
    few = [queries(path) for path in paths]
    for number in range(27):
        make_group(name=f"Nhóm thêm {number}")
    # The same events are told by the notice of a second list.
    publish()
    assert [queries(path.replace("/1/", "/2/")) for path in paths] <= [count + 1 for count in few]


@pytest.mark.parametrize(("query", "said"), [
    ("tu=&den=", "ngày/tháng/năm"),
    ("tu=31/02/2026&den=01/01/2026", "ngày/tháng/năm"),
    ("tu=01/01/2020&den=01/01/2999", "ngày ấy chưa tới"),
    ("tu=2026-01-01&den=2020-01-01", "Ngày trước đứng sau"),
    ("tu=2020-01-01&den=2020-01-02", "Hai danh sách giống nhau"),
])  # fmt: skip
def test_two_days_are_compared_or_it_is_said_what_was_expected(client, query, said):
    make_group()
    assert said in text(client, f"/so-sanh/?{query}")


def test_a_new_letterhead_does_not_touch_an_old_page(client):
    make_group()
    publish()
    make_letterhead(authority=make_authority(), valid_from=TODAY, name="Ủy ban nhân dân phường mới")
    page = text(client, "/cong-bo/BM/1/")
    assert '<p class="eyebrow">Phòng Giáo dục và Đào tạo Bình Minh</p>' in page
