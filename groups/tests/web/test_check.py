"""The page that answers "is this group official?"."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.domain.status import Status
from groups.queries import verification
from groups.services import amendments, lookup_limit
from groups.tests import factories
from groups.tests.pictures import make_qr, png

pytestmark = pytest.mark.django_db
CHECK = reverse("web:check")
LINK = "https://zalo.me/g/chinhthuc001"


@pytest.fixture(autouse=True)
def _fresh_limit(settings):
    settings.LOOKUP_LIMIT = "10000/minute"
    lookup_limit.reset()
    yield
    lookup_limit.reset()


def html(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def ask(client, text):
    return client.get(CHECK, {"q": text})


def test_without_a_question_it_offers_every_way_of_asking(client):
    factories.make_group()
    page = html(client.get(CHECK))

    assert client.get(CHECK).status_code == 200
    assert 'name="q"' in page
    assert 'type="file"' in page
    assert "verdict" not in page


def test_a_failing_database_is_no_verdict(client, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(verification, "_answer", fail)
    response = ask(client, "Hiệu trưởng")

    assert response.status_code == 503
    assert "Chưa kiểm tra được" in html(response)
    assert "không phải</strong> là kết luận" in html(response)
    assert "verdict" not in html(response)


def test_a_database_that_is_gone_altogether_is_no_verdict_either(client, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("groups.web.pages.office", fail)
    factories.make_group()

    assert ask(client, "Hiệu trưởng").status_code == 503


def test_an_empty_register_gives_no_verdict(client):
    factories.make_authority()
    page = html(ask(client, "Hiệu trưởng"))

    assert "Sổ chưa có nhóm nào" in page
    assert "verdict__title" not in page


@pytest.mark.parametrize(("text", "status"), [("a" * 2001, 400), ("🙂", 400)])
def test_what_cannot_be_read_is_said_in_one_sentence(client, text, status):
    factories.make_group()
    response = ask(client, text)

    assert response.status_code == status
    assert "Chưa đọc được" in html(response)
    assert "aaaa" not in html(response)


def test_without_scripts_the_box_sends_whatever_fits_no_address(client):
    factories.make_group()
    for path in (CHECK, reverse("web:home"), "/khong-co-trang-nay/"):
        form = re.search(r'<form[^>]*id="kiem-tra-form".*?</form>', html(client.get(path)))[0]

        assert f'action="{CHECK}" method="post"' in form
        assert "maxlength" not in form  # a browser would cut a message without a word


def test_new_lines_count_once_as_they_were_typed(client):
    group = factories.make_group(url=LINK)
    lines = f"Mời vào nhóm\r\n{LINK}\r\n" + "\r\n" * 900
    assert len(lines) < 2000

    assert group.code in html(client.post(CHECK, {"q": lines + "ế" * (2000 - len(lines.replace("\r\n", "\n")))}))


def test_a_message_too_long_is_told_what_to_leave_out(client):
    factories.make_group(url=LINK)
    response = client.post(CHECK, {"q": f"{LINK} " + "Kính gửi thầy cô " * 130})

    assert response.status_code == 400
    assert "dài quá 2.000 ký tự nên chưa được kiểm tra." in html(response)
    assert "Hãy nhập riêng tên nhóm, mã số hoặc liên kết mời." in html(response)


def test_too_many_questions_are_told_when_to_come_back(client, settings):
    settings.LOOKUP_LIMIT = "1/minute"
    lookup_limit.reset()
    factories.make_group(url=LINK)
    ask(client, "zalo.me/g/doanmo001")
    response = ask(client, LINK)

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) <= 60
    assert "quá nhiều lượt kiểm tra" in html(response)
    assert "Đúng là nhóm chính thức" not in html(response)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_link_of_the_chat_is_the_proof_and_is_not_shown_again(client, method):
    group = factories.make_group(url=LINK, name="Hiệu trưởng các trường tiểu học")
    response = getattr(client, method)(CHECK, {"q": f"Mời vào {LINK}"})
    page = html(response)

    assert "Đúng là nhóm chính thức" in page
    assert group.code in page
    assert "chinhthuc001" not in page
    assert "data-hide-address" in page
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]


def test_a_name_is_never_official_whatever_bears_it(client):
    factories.make_group(name="Hiệu trưởng các trường tiểu học")
    page = html(ask(client, "hieu truong cac truong tieu hoc"))

    assert "Tên trùng chưa phải là bằng chứng" in page
    assert "verdict--compare" in page
    assert "verdict--official" not in page


def test_a_genuine_code_beside_a_strange_link_does_not_reassure(client):
    group = factories.make_group(name="Hiệu trưởng các trường tiểu học")
    page = html(ask(client, f"Nhóm “{group.name}” mã {group.code} https://zalo.me/g/lua123456"))

    assert "Trong nội dung có 3 điều để kiểm tra" in page
    assert "Điều cần chú ý nhất: <strong>Liên kết này không có trong sổ" in page


def test_a_look_alike_says_what_differs(client):
    factories.make_group(name="Kế toán các trường khối 8")
    page = html(ask(client, "Kế toán các trường khối 9"))

    assert "Giống tên một nhóm chính thức nhưng không phải" in page
    assert "“9” thay vì “8”." in page


def test_a_merged_group_leads_to_its_successor(client):
    successor = factories.make_group(name="Văn thư toàn quận")
    merged = factories.make_group(name="Văn thư tiểu học", status=Status.MERGED, successor=successor)
    page = html(ask(client, merged.name))

    assert "Nhóm đã kết thúc" in page
    assert reverse("web:group", args=[successor.code]) in page


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PROPOSED, Status.RETURNED, Status.DECLINED])
def test_what_is_not_public_is_as_if_it_were_not_there(client, status):
    factories.make_group(name="Văn thư toàn quận")
    hidden = factories.make_group(status=status, name="Kế hoạch kín", url="https://zalo.me/g/bimat00001")
    there = [html(ask(client, text)) for text in ("https://zalo.me/g/bimat00001", "Kế hoạch kín")]
    nowhere = [html(ask(client, text)) for text in ("https://zalo.me/g/khongco001", "Chuyện kín")]

    assert there[0] == nowhere[0]
    assert there[1].replace("Kế hoạch kín", "Chuyện kín") == nowhere[1]
    assert hidden.code is None or "Mã này không có trong sổ" in html(ask(client, hidden.code))


def test_markup_in_a_question_stays_text(client):
    factories.make_group()
    page = html(ask(client, '"><script>alert(1)</script>'))

    assert "<script>alert" not in page


def test_a_picture_is_answered_and_not_kept(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    group = factories.make_group(url=LINK)
    response = client.post(CHECK, {"picture": SimpleUploadedFile("qr.png", png(make_qr(LINK)), "image/png")})

    assert "Đúng là nhóm chính thức" in html(response)
    assert group.code in html(response)
    assert list(tmp_path.iterdir()) == []


def test_a_picture_without_a_code_says_how_to_take_one(client):
    from PIL import Image

    factories.make_group()
    picture = SimpleUploadedFile("x.png", png(Image.new("L", (80, 80), 255)))
    response = client.post(CHECK, {"picture": picture})

    assert response.status_code == 400
    assert "Không thấy mã QR nào trong ảnh" in html(response)


def test_a_picture_too_large_is_refused(client, monkeypatch):
    monkeypatch.setattr("groups.services.lookups.MAX_BYTES", 10)
    factories.make_group()
    response = client.post(CHECK, {"picture": SimpleUploadedFile("x.png", b"x" * 11)})

    assert response.status_code == 413
    assert "8 MB" in html(response)


def test_a_body_too_large_is_refused_in_words(client, monkeypatch):
    monkeypatch.setattr("groups.services.lookups.MAX_BODY", 100)
    factories.make_group()
    response = client.post(CHECK, {"picture": SimpleUploadedFile("x.png", b"x" * 200)})

    assert response.status_code == 413
    assert "8 MB" in html(response)


def test_our_own_address_leads_to_the_record_and_a_strangers_copy_does_not(client):
    group = factories.make_group()
    own = f"http://testserver{reverse('web:group', args=[group.code])}"

    assert "Mã này là của một nhóm chính thức" in html(ask(client, own))
    assert "Không kiểm tra được địa chỉ này" in html(ask(client, own.replace("testserver", "so-nhom.example")))


def test_the_page_of_a_published_list_is_not_warned_of(client):
    factories.make_group()
    own = "http://testserver/cong-bo/BM/1/"

    assert "Có thể mở trang này để xem" in html(ask(client, own))
    assert "Đừng bấm" not in html(ask(client, own))
    assert "Đừng bấm vào địa chỉ này" in html(ask(client, own.replace("testserver", "so-nhom.example")))


def test_a_mark_of_doubt_at_the_lead_is_explained_where_he_is_to_be_compared(client):
    sure = factories.make_group(name="Văn thư toàn quận")
    unsure = factories.make_group(name="Y tế học đường", lead_post="Chuyên viên [?]")

    assert "[?]: đọc từ văn bản cũ, chưa chắc đúng" in html(ask(client, unsure.code))
    assert "[?]" not in html(ask(client, sure.code))


def test_a_message_of_twelve_takes_as_many_queries_as_one(client):
    links = []
    for number in range(12):
        links.append(f"https://zalo.me/g/nhomso{number:03d}")
        document = factories.make_document(number=str(300 + number))
        factories.make_group(name=f"Tổ chuyên môn số {number}", url=links[-1], document=document)
    with CaptureQueriesContext(connection) as one:
        ask(client, links[0])
    with CaptureQueriesContext(connection) as twelve:
        page = html(ask(client, " ".join(links)))

    assert page.count("Đúng là nhóm chính thức") >= 12
    assert all(f"{300 + number}/GDĐT" in page for number in range(12))
    assert len(twelve) == len(one)


def test_it_sets_no_cookie_and_loads_nothing_from_elsewhere(client):
    factories.make_group(url=LINK)
    page = html(ask(client, LINK))

    assert client.cookies == {}
    assert not re.search(r'(?:href|src)="(?:https?:)?//', page)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_it_only_answers(client, method):
    assert getattr(client, method)(CHECK).status_code == 405


def test_beside_a_revoked_link_its_former_group_is_called_so(client):
    group = factories.make_group(url=LINK)
    amendments.rotate_link(
        group=group, url="https://zalo.me/g/chinhthuc002", revoked=group.links.get(), **factories.amended()
    )

    assert "<strong>từng là</strong> của nhóm này" in html(ask(client, LINK))
    assert "từng là" not in html(ask(client, "https://zalo.me/g/chinhthuc002"))


def test_a_question_that_would_cost_much_to_take_apart_is_counted_and_not_read(client, settings, monkeypatch):
    settings.LOOKUP_LIMIT = "2/minute"
    lookup_limit.reset()
    factories.make_group()
    monkeypatch.setattr("django.http.request.QueryDict.__init__", lambda *_, **__: pytest.fail("it was taken apart"))
    sent = {"data": "q=" + "%41" * 30_000, "content_type": "application/x-www-form-urlencoded"}

    first = client.post(CHECK, **sent)

    assert (first.status_code, "dài quá 2.000 ký tự" in html(first)) == (413, True)
    assert [client.post(CHECK, **sent).status_code for _ in range(2)] == [413, 429]


def test_a_long_question_that_a_person_may_paste_is_read_and_told_so(client):
    factories.make_group()
    response = client.post(CHECK, {"q": "á" * 2_500})
    assert (response.status_code, "dài quá 2.000 ký tự" in html(response)) == (400, True)


def test_a_password_in_a_code_for_wi_fi_is_not_shown_again(client):
    factories.make_group()
    text = "WIFI:S:TruongHoaMai;T:WPA;P:matkhau123;;"
    sent = SimpleUploadedFile("qr.png", png(make_qr(text)), "image/png")
    for response in (client.post(CHECK, {"q": text}), client.post(CHECK, {"picture": sent})):
        page = html(response)
        assert "Đây là mã kết nối Wi-Fi, không phải tên" in page
        assert "data-hide-address" in page
        assert "matkhau123" not in page
        assert "TruongHoaMai" not in page
