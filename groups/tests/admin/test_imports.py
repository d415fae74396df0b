"""The desk for imports: who may, what each refusal says, and that a sheet becomes proposals in three steps."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.domain.importing import Kind, RunState
from groups.models import ImportRun, Person, RegisterEvent, Unit, WorkGroup
from groups.services import import_process
from groups.services.import_ends import KEPT_FOR, forget_old
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

from ..factories import PASSWORD, make_authority, make_document, make_draft, make_group, make_user

pytestmark = pytest.mark.django_db
ADD = "admin:groups_importrun_add"
SECRET, PHONE = "bimat12345", "0912345678"
HEADINGS = ["Tên nhóm", "ung dung", "CẤP HỌC", "Trưởng nhóm", "Thành viên", "Liên kết mời", "Màu sắc"]
MAY = {
    SPECIALIST: set(Kind),
    LEADER: set(),
    CLERK: set(),
    ADMINISTRATOR: {Kind.UNITS},
}


def sign_in(client, role=SPECIALIST, **more):
    user = make_user(role=role, **more)
    assert client.login(username=user.username, password=PASSWORD)
    return user


def line(number, **more):
    cells = {
        "Tên nhóm": f"Nhóm thử {'ABCDEGHIKLMN'[number % 12]}{number * 7919}", "ung dung": "zalo", "CẤP HỌC": "tiểu học",
        "Trưởng nhóm": "Trưởng phòng", "Thành viên": "Hiệu trưởng các trường",
        "Liên kết mời": f"zalo.me/g/{SECRET}{number}", "Màu sắc": "xanh",
    }  # fmt: skip
    return [(cells | more)[heading] for heading in HEADINGS]


def workbook(rows, headings=HEADINGS, name="nhom.xlsx"):
    book = openpyxl.Workbook()
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def send(client, file, kind=Kind.GROUPS, **more):
    data = {"authority": make_authority().pk, "effective_on": "23/11/2026", "document": "", "reason": ""} | more
    return client.post(f"{reverse(ADD)}?kind={kind}", data | {"file": file})


def opened(client, *rows, **more):
    answer = send(client, workbook(rows), **more)
    assert answer.status_code == 302, answer.context["form"].errors
    return ImportRun.objects.latest("pk")


def place(run, name="change"):
    return reverse(f"admin:groups_importrun_{name}", args=[run.pk])


def confirm(client, run, **more):
    return client.post(place(run, "confirm"), {"seen": run.seen, **more}, follow=True)


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(reverse(ADD)).url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("role", MAY)
def test_each_role_imports_what_it_may_record_and_nothing_else(client, role):
    sign_in(client, role)
    for kind in Kind:
        expected = 200 if kind in MAY[role] else 403
        assert client.get(f"{reverse(ADD)}?kind={kind}").status_code == expected
        assert client.get(reverse("admin:groups_importrun_template", args=[kind])).status_code == expected
    assert client.get(reverse("admin:groups_importrun_changelist")).status_code == (200 if MAY[role] else 403)
    home = client.get(reverse("admin:index")).content.decode()
    assert ("Nhập từ tệp" in home) == bool(MAY[role])


def test_a_kind_that_is_not_there_is_not_found(client):
    sign_in(client)
    assert client.get(f"{reverse(ADD)}?kind=links").status_code == 404
    assert client.get(reverse("admin:groups_importrun_template", args=["links"])).status_code == 404


@pytest.mark.parametrize("kind", Kind)
def test_the_template_is_understood_when_it_comes_back(client, kind):
    sign_in(client)
    content = client.get(reverse("admin:groups_importrun_template", args=[kind])).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.active.data_validations.dataValidation or kind == Kind.PEOPLE
    answer = send(client, SimpleUploadedFile("mau.xlsx", content), kind=kind)
    assert "không có dòng dữ liệu nào" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Kind.GROUPS, "mau-nhap-nhom.xlsx"),
        (Kind.UNITS, "mau-nhap-don-vi.xlsx"),
        (Kind.PEOPLE, "mau-nhap-nguoi.xlsx"),
        (Kind.MEMBERS, "mau-nhap-thanh-vien.xlsx"),
    ],
)
def test_the_template_is_called_in_vietnamese(client, kind, name):
    sign_in(client)
    answer = client.get(reverse("admin:groups_importrun_template", args=[kind]))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "Mục này bắt buộc phải có"),
        (SimpleUploadedFile("nhom.xlsx", b""), "Tệp này rỗng (0 byte)"),
        (SimpleUploadedFile("nhom.xlsx", b"khong phai excel"), "Không đọc được"),
        (workbook([["a"]], ["Cột lạ"]), "Không thấy cột bắt buộc"),
        (workbook([]), "không có dòng"),
        (SimpleUploadedFile("nhom.csv", "Tên nhóm".encode("latin-1")), "lưu kiểu “CSV UTF-8”"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(client, file, sentence):
    sign_in(client)
    answer = send(client, file or "")
    assert answer.status_code == 200
    assert sentence.lower() in answer.content.decode().lower()
    assert not ImportRun.objects.exists()


def test_the_basis_must_be_of_the_office(client):
    sign_in(client)
    foreign = make_document(authority=make_authority(code="KH", name="Phòng khác"), number="9")
    answer = send(client, workbook([line(1)]), document=str(foreign))
    assert "phải do" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"effective_on": "01/01/2099"}, "không được sau hôm nay"),
        ({"effective_on": ""}, "bắt buộc"),
        ({"reason": f"theo lời {PHONE}"}, "số điện thoại"),
        ({"document": "khong co"}, "Không tìm thấy"),
    ],
)
def test_what_proposals_rest_on_is_checked_before_the_file_is_read(client, typed, sentence):
    sign_in(client)
    assert sentence in send(client, workbook([line(1)]), **typed).content.decode()
    assert not ImportRun.objects.exists()


def test_the_preview_shows_each_row_and_no_secret(client):
    make_group(name="Nhóm thử có sẵn")
    sign_in(client)
    run = opened(client, line(1), line(2, **{"Trưởng nhóm": ""}), line(3, **{"Thành viên": f"gọi {PHONE}"}))
    html = client.get(place(run)).content.decode()
    for words in ("Chưa có gì được ghi", "Thiếu trưởng nhóm", "số điện thoại", "có liên kết", "Màu sắc", "bị từ chối"):
        assert words in html
    assert SECRET not in html
    assert PHONE not in html
    assert WorkGroup.objects.filter(status="draft").count() == 0
    only = client.get(place(run) + "?xem=refused").context["rows"]
    assert [row.verdict["number"] for row in only] == [3, 4]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(place(run, "sheet")).content)).active
    told = str([[cell.value for cell in row] for row in sheet.iter_rows()])
    assert "Thiếu trưởng nhóm" in told
    assert SECRET not in told
    assert PHONE not in told


def test_where_every_row_is_refused_nothing_is_offered_to_leave_out(client):
    sign_in(client)
    wrong = line(1, **{"Trưởng nhóm": ""})
    html = client.get(place(opened(client, wrong))).content.decode()
    assert "Không có dòng nào để ghi" in html
    assert "leave_out" not in html
    assert "leave_out" in client.get(place(opened(client, wrong, line(2)))).content.decode()


def test_two_wrong_rows_stop_it_until_they_are_left_out(client):
    sign_in(client)
    run = opened(client, *(line(number) for number in range(1, 29)), line(40, **{"Trưởng nhóm": ""}),
                 line(41, **{"ung dung": "Telegram"}))  # fmt: skip
    html = confirm(client, run).content.decode()
    assert "2 dòng bị từ chối" in html
    assert not RegisterEvent.objects.exists()
    html = confirm(client, run, leave_out="on", looked="on").content.decode()
    assert "28 đề nghị công nhận" in html
    assert "Lãnh đạo" in html
    assert WorkGroup.objects.filter(status="proposed").count() == RegisterEvent.objects.count() == 28
    html = confirm(client, run, leave_out="on", looked="on").content.decode()
    assert "lần gửi này không ghi thêm gì" in html
    assert RegisterEvent.objects.count() == 28


def told_of(client, run):
    """The sheet of results: each row by its headings."""
    answer = client.get(place(run, "sheet"))
    lines = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]], answer.headers["Content-Disposition"]


def test_the_sheet_of_results_tells_the_codes_that_the_new_groups_got(client):
    known = make_group(name="Nhóm thử đã có")
    draft = make_draft(name="Nhóm thử bản nháp")
    sign_in(client)
    there = {"Tên nhóm": known.name, "Liên kết mời": None}
    run = opened(client, line(1), line(2, **{"Trưởng nhóm": ""}), line(3), line(4, **there),
                 line(5, **there | {"Tên nhóm": draft.name}), line(6))  # fmt: skip
    before, name = told_of(client, run)
    assert [row["Mã số"] for row in before] == [None, None, None, known.code, None, None]
    assert f"ket-qua-xet-{run.pk}.xlsx" in name
    # Others are proposed around it: an event before, and one after.
    make_group(name="Nhóm chen vào trước")
    confirm(client, run, leave_out="on", looked="on", update="on")
    make_group(name="Nhóm chen vào sau")

    after, name = told_of(client, run)

    assert f"ket-qua-nhap-{run.pk}.xlsx" in name
    codes = [WorkGroup.objects.get(name=line(number)[0]).code for number in (1, 3, 6)]
    assert [row["Mã số"] for row in after] == [codes[0], None, codes[1], known.code, None, codes[2]]
    assert all(codes)


def test_once_the_rows_are_forgotten_there_is_no_sheet_of_results(client):
    sign_in(client)
    run = opened(client, line(1))
    confirm(client, run, looked="on")
    forget_old(now=timezone.now() + KEPT_FOR * 2)
    html = client.get(place(run, "sheet"), follow=True).content.decode()
    assert "đã được xoá nên không còn bảng kết quả" in html
    assert "Tải kết quả từng dòng" not in html


def test_the_sheet_of_results_asks_as_much_for_thirty_groups_as_for_three(client):
    sign_in(client)
    counts = []
    for numbers in (range(1, 4), range(10, 40)):
        run = opened(client, *(line(number) for number in numbers))
        confirm(client, run, looked="on")
        with CaptureQueriesContext(connection) as seen:
            told_of(client, run)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_what_has_moved_is_shown_anew(client):
    sign_in(client)
    run = opened(client, line(1), line(2))
    make_group(name="Vừa ghi", url=f"https://zalo.me/g/{SECRET}1")
    html = confirm(client, run).content.decode()
    assert "Sổ đã thay đổi sau khi bạn xem trước" in html
    assert "Vừa ghi" in html
    assert not WorkGroup.objects.filter(status="proposed").exists()
    run.refresh_from_db()
    assert "1 đề nghị công nhận" in confirm(client, run, leave_out="on", looked="on").content.decode()


def test_nobody_else_sees_or_touches_an_upload(client):
    sign_in(client)
    run = opened(client, line(1))
    sign_in(client, username="khac")
    for name in ("change", "progress", "sheet"):
        assert client.get(place(run, name)).status_code == 404
    for name in ("confirm", "cancel", "convert", "judge"):
        assert client.post(place(run, name), {"seen": run.seen}).status_code == 404
    assert client.get(reverse("admin:groups_importrun_changelist")).context["cl"].result_count == 0


def test_what_writes_is_never_asked_by_an_address(client):
    sign_in(client)
    run = opened(client, line(1))
    for name in ("confirm", "cancel", "convert", "judge"):
        assert client.get(place(run, name)).status_code == 405


def test_an_upload_that_waits_is_found_again_and_judged_anew(client):
    sign_in(client)
    run = opened(client, line(1))
    assert place(run) in client.get(reverse(ADD)).content.decode()
    assert "không dòng nào khác" in client.post(place(run, "judge"), follow=True).content.decode()
    make_group(name="Vừa ghi", url=f"https://zalo.me/g/{SECRET}1")
    assert "có dòng đã khác trước" in client.post(place(run, "judge"), follow=True).content.decode()


def test_a_cancelled_upload_is_gone(client):
    sign_in(client)
    run = opened(client, line(1))
    client.post(place(run, "cancel"))
    run.refresh_from_db()
    assert (run.state, run.rows) == (RunState.CANCELLED, [])
    assert "không còn trên máy chủ" in client.get(place(run)).content.decode()


def test_a_large_sheet_is_written_by_a_process_of_its_own_with_its_progress_told(
    client, monkeypatch, django_capture_on_commit_callbacks
):
    started = []
    monkeypatch.setattr(import_process, "start", started.append)
    sign_in(client)
    run = opened(client, *(line(number) for number in range(201)))
    with django_capture_on_commit_callbacks(execute=True):
        html = confirm(client, run, looked="on").content.decode()
    assert started == [run]
    assert "Đang ghi vào sổ" in html
    assert client.get(place(run, "progress")).json() == {"state": "running", "progress": 0, "total": 201}
    assert not RegisterEvent.objects.exists()


def test_units_and_people_are_imported_and_their_phones_stay_unseen(client):
    sign_in(client)
    run_of = {}
    units = workbook([["Trường Tiểu học Hoa Sen", "Trường học"]], ["Tên đơn vị", "Loại đơn vị"])
    people = workbook([["Bà Lê Thị Hoa", "Trường Tiểu học Hoa Sen", PHONE]], ["Họ và tên", "Đơn vị", "Số điện thoại"])
    for kind, file in ((Kind.UNITS, units), (Kind.PEOPLE, people)):
        assert send(client, file, kind=kind).status_code == 302
        run_of[kind] = ImportRun.objects.latest("pk")
        assert PHONE not in client.get(place(run_of[kind])).content.decode()
        assert "1 mục mới" in confirm(client, run_of[kind]).content.decode()
    assert Person.objects.get().unit == Unit.objects.get(name="Trường Tiểu học Hoa Sen")
    assert Person.objects.get().phone == PHONE


def test_an_old_encoding_is_converted_only_when_agreed(client):
    sign_in(client)
    run = opened(client, line(1))
    run.about |= {"encoding": "TCVN3", "converted": False, "samples": [["Tr­êng", "Trường"]]}
    run.save()
    assert "bảng mã cũ" in confirm(client, run).content.decode()
    assert not WorkGroup.objects.exists()
    html = client.get(place(run)).content.decode()
    assert "Trường" in html
    assert "đánh dấu đồng ý" in client.post(place(run, "convert"), follow=True).content.decode()
    client.post(place(run, "convert"), {"agreed": "1"})
    run.refresh_from_db()
    assert run.about["converted"] is True
    assert "1 đề nghị công nhận" in confirm(client, run).content.decode()


def test_a_page_of_the_preview_asks_as_much_for_thirty_rows_as_for_three(client):
    sign_in(client)
    few = opened(client, *(line(number) for number in range(3)))
    many = opened(client, *(line(number) for number in range(30)))
    client.get(place(few))
    with CaptureQueriesContext(connection) as seen:
        client.get(place(few))
    with CaptureQueriesContext(connection) as more:
        client.get(place(many))
    assert len(more) == len(seen)
