"""From a file as an office has it to the preview: our own list comes back, the letter's list is read row by row."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.domain.importing import Kind, Outcome
from groups.models import Directive, ImportRun, Person, RegisterEvent, Unit
from groups.services.accounts import loader
from groups.services.errors import ActRefused
from groups.services.exporting import Form, export_list
from groups.services.import_performing import perform_run
from groups.services.import_reading import DIRECTIVES_TOLD, upload
from groups.services.import_runs import confirm_run
from groups.services.importing import load_published_list

from ..brought import FIXTURE, LOST, letters_list, ods, word
from ..factories import CHANGED_ON, NOW, TODAY, make_authority, make_group, make_later_document, make_person, make_user

pytestmark = pytest.mark.django_db
HEADINGS = ["Tên nhóm", "Ứng dụng", "Thành viên", "Trưởng nhóm"]
LINE = ["Nhóm A", "Zalo", "Hiệu trưởng", "Trưởng phòng"]


def read(content, kind=Kind.GROUPS, **more):
    basis = {"authority": make_authority(), "effective_on": TODAY} | more
    return upload(by=make_user(), now=NOW, kind=kind, file_name="tep", content=content, **basis)


def outcomes(run):
    return [verdict["outcome"] for verdict in run.verdicts]


def told(run):
    return " ".join(run.about["notes"])


@pytest.mark.parametrize(
    ("headings", "sentence"),
    [
        (["Tên nhóm cũ", "Tên nhóm mới"], "“Tên nhóm cũ” và “Tên nhóm mới” đều giống cột “Tên nhóm”"),
        (["Tên nhóm", "Tên nhóm"], "Có 2 cột cùng tiêu đề “Tên nhóm”"),
        (["Tên nhóm, ứng dụng"], "có vẻ chứa cả “Tên nhóm” lẫn “Ứng dụng”"),
        (["Tên nhóm", "Trưởng nhóm (số điện thoại)"], "lẫn “điện thoại”"),
    ],
)
def test_headings_that_could_be_two_things_are_refused_and_nothing_is_kept(headings, sentence):
    with pytest.raises(ActRefused, match=sentence.replace("(", r"\(")):
        read(word([headings, ["Nhóm A", "x"][: len(headings)]]))
    assert not ImportRun.objects.exists()


def test_a_heading_that_is_only_like_one_is_told():
    run = read(ods(("x", [["Tên nhóm (đầy đủ)", "Ứng dụng sử dụng", "Thành viên tham gia", "Trưởng nhóm, phụ trách"],
                          LINE])))  # fmt: skip
    assert outcomes(run) == [Outcome.NEW]
    for heading, column in (("Tên nhóm (đầy đủ)", "Tên nhóm"), ("Trưởng nhóm, phụ trách", "Trưởng nhóm")):
        assert f"Cột “{heading}” được hiểu là “{column}”." in told(run)


def test_lines_that_say_nothing_are_left_out_and_told():
    run = read(word([["STT", *HEADINGS], ["1", *LINE], ["2", "", "", "", ""], ["Người lập", "", "", "", ""]]))
    assert outcomes(run) == [Outcome.NEW]
    assert "Bỏ qua 2 dòng không ghi gì ở các cột hiểu được, trừ số thứ tự (dòng 3, 4)." in told(run)


def test_a_name_may_tell_the_app_where_no_column_does():
    names = ["Nhóm Viber HT", "Nhóm zalo - viber", "Nhóm khác", "Nhóm ứng dụng khác"]
    run = read(word([["Tên nhóm", "Thành viên", "Trưởng nhóm"], *([name, "HT", "TP"] for name in names)]))
    assert outcomes(run) == [Outcome.NEW, Outcome.REFUSED, Outcome.REFUSED, Outcome.REFUSED]
    assert run.verdicts[0]["notes"] == ["Ứng dụng Viber: hiểu theo tên nhóm."]


@pytest.mark.parametrize(
    ("written", "column", "name", "app"),
    [
        ("Nhóm Viber: “HT trường”", "", "HT trường", "Viber"),
        ('NHÓM ZALO "HT trường".', "", "HT trường", "Zalo"),
        ("Nhóm Zalo: “Nhóm viber cũ”", "", "Nhóm viber cũ", "Zalo"),
        ("Nhóm Viber: “HT trường”", "viber", "HT trường", "Viber"),
        # Not of that shape, or against the column: as it is written.
        ("Nhóm Viber: “HT trường”", "Zalo", "Nhóm Viber: “HT trường”", "Zalo"),
        ("Nhóm Viber HT", "", "Nhóm Viber HT", "Viber"),
        ("Nhóm Viber: “HT” và “HP”", "", "Nhóm Viber: “HT” và “HP”", "Viber"),
        ("03 nhóm Viber: “HT trường”", "", "03 nhóm Viber: “HT trường”", "Viber"),
    ],
)
def test_a_name_as_a_letter_writes_it_is_what_stands_between_the_quotation_marks(written, column, name, app):
    run = read(word([HEADINGS, [written, column, "HT", "TP"]]))
    [verdict] = run.verdicts
    assert (verdict["outcome"], verdict["title"]) == (Outcome.NEW, name)
    assert verdict["detail"].startswith(f"{app} · ")
    assert ("Tên nhóm: lấy phần trong ngoặc kép." in verdict["notes"]) is (name != written)


@pytest.mark.parametrize("form", [Form.ODS, Form.XLSX, Form.CSV])
@pytest.mark.parametrize("grouping", ["", "level"])
def test_our_own_list_comes_back_as_what_the_register_has(form, grouping):
    lead = make_person()
    make_group(name="Hiệu trưởng các trường tiểu học", lead=lead)
    make_group(name="Kế toán các trường", platform="viber")
    made = export_list(authority=make_authority(), now=NOW, form=form, grouping=grouping)
    run = read(made.content)
    assert outcomes(run) == [Outcome.SAME, Outcome.SAME], run.verdicts
    with pytest.raises(ActRefused, match="Không có dòng nào để ghi"):
        confirm_run(run=run, by=run.by, now=NOW, seen=run.seen, looked=True)


def test_our_own_list_of_the_letter_comes_back_with_its_marks():
    content = json.loads(FIXTURE.read_text(encoding="utf-8"))
    load_published_list(content=content, by=loader(), now=NOW)
    office = Unit.objects.get(code="TB")
    before = RegisterEvent.objects.count()
    made = export_list(authority=office, now=NOW, form=Form.ODS)
    run = upload(by=make_user(offices=[office]), now=NOW, kind=Kind.GROUPS, file_name="x.ods", content=made.content,
                 authority=office, effective_on=TODAY)  # fmt: skip
    assert outcomes(run) == [Outcome.SAME] * 11, [each["changes"] for each in run.verdicts]
    assert RegisterEvent.objects.count() == before


def test_the_list_of_the_letter_is_previewed_row_by_row_and_proposed():
    make_person(full_name="Nguyễn Thị Thanh Xuân")
    run = read(letters_list())
    assert outcomes(run) == [Outcome.NEW] * 11, [each["reasons"] for each in run.verdicts]
    assert "Bảng thứ 1 trong văn bản (1 dòng) không được đọc." in run.about["notes"]
    assert f"Bỏ qua {len(LOST)} dòng" in told(run)
    first = run.verdicts[0]
    assert first["title"] == "CBQL trường Mầm non Công lập"
    assert first["detail"] == "Viber · Chung · Bà Nguyễn Thị Thanh Xuân"
    unknown = run.verdicts[1]
    assert unknown["detail"] == "Zalo · Chung · Bà Phan Tiến Thanh"
    assert any("“Bà Phan Tiến Thanh” chưa có ở mục Người" in note for note in unknown["notes"])
    assert not any("mục Người" in note for each in (first, *run.verdicts[8:]) for note in each["notes"])
    assert "\n- Bà Phan Tiến" in dict(run.rows)[first["number"]]["members_text"].replace("Bà:", "Bà")
    confirmed = confirm_run(run=run, by=run.by, now=NOW, seen=run.seen, looked=True)
    assert perform_run(run=confirmed, now=NOW).state == "done"
    assert set(RegisterEvent.objects.values_list("action", flat=True)) == {"propose"}


def test_the_list_of_the_letter_is_known_again_where_the_register_has_its_groups():
    load_published_list(content=json.loads(FIXTURE.read_text(encoding="utf-8")), by=loader(), now=NOW)
    office = Unit.objects.get(code="TB")
    run = upload(by=make_user(offices=[office]), now=NOW, kind=Kind.GROUPS, file_name="x.docx",
                 content=letters_list(), authority=office, effective_on=TODAY)  # fmt: skip
    assert [each["title"] for each in run.verdicts if not each["existing"]] == []
    assert Outcome.NEW not in outcomes(run)


def test_thirty_rows_of_a_document_ask_as_much_as_three():
    def asked(count):
        lines = [HEADINGS, *([f"Nhóm {n * 7919}", "Zalo", "Hiệu trưởng", "Trưởng phòng"] for n in range(count))]
        with CaptureQueriesContext(connection) as seen:
            read(word(lines))
        return len([query for query in seen if "SAVEPOINT" not in query["sql"]])

    asked(1)
    assert asked(30) == asked(3)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("tháng 11/2021", "Hoạt động từ: “tháng 11/2021” chỉ cho biết tháng: cần ngày, tháng, năm"),
        ("năm 2021", "“năm 2021” chỉ cho biết năm: cần ngày, tháng, năm"),
        ("31/02/2021", "không có ngày 31"),
        ("0912 345 678", "“(nội dung được giữ kín)” không phải ngày"),
        ("912345678", "“(nội dung được giữ kín)” không phải ngày"),
    ],
)
def test_a_day_is_never_made_up(text, why):
    run = read(ods(("x", [["Tên đơn vị", "Loại", "Hoạt động từ"], ["Trường Một", "Trường học", text]])), Kind.UNITS)
    assert outcomes(run) == [Outcome.REFUSED]
    assert why in " ".join(run.verdicts[0]["reasons"])


@pytest.mark.parametrize("text", ["5/11/21", "ngày 05 tháng 11 năm 2021", "44505"])
def test_a_day_in_other_forms_is_read_and_told(text):
    run = read(word([["Tên đơn vị", "Loại", "Hoạt động từ"], ["Trường Một", "Trường học", text]]), Kind.UNITS)
    assert run.verdicts[0]["notes"] == [f"Hoạt động từ: “{text}” được hiểu là 05/11/2021."]
    perform_run(run=confirm_run(run=run, by=run.by, now=NOW, seen=run.seen, looked=True), now=NOW)
    assert Unit.objects.get(name="Trường Một").valid_from == dt.date(2021, 11, 5)


def test_the_zero_that_a_spreadsheet_took_from_a_phone_is_put_back_and_told():
    number = ("901234567", {"valuetype": "float", "value": "901234567"})
    run = read(ods(("x", [["Họ tên", "Điện thoại"], ["Lê Thị Hoa", number], ["Lê Văn A", "0901234568"]])), Kind.PEOPLE)
    assert [each["notes"] for each in run.verdicts] == [
        ["Điện thoại mất số 0 ở đầu trong bảng tính: đã thêm lại."], [],
    ]  # fmt: skip
    assert "901234567" not in str(run.verdicts)
    perform_run(run=confirm_run(run=run, by=run.by, now=NOW, seen=run.seen, looked=True), now=NOW)
    assert set(Person.objects.values_list("phone", flat=True)) == {"0901234567", "0901234568"}


def test_columns_not_taken_in_are_told():
    run = read(word([[*HEADINGS, "Hướng xử lý", "Địa bàn"], [*LINE, "Theo dõi thêm", "P.1"]]))
    assert run.about["unknown"] == ["Địa bàn"]
    assert DIRECTIVES_TOLD in told(run)


def test_what_a_letter_asks_opens_no_directive_where_it_is_not_understood_or_done_or_refused():
    lines = [
        [*LINE, "Chuyển sang Zalo; không giải tán; báo cáo"],
        ["Nhóm B", "Telegram", *LINE[2:], "Giải tán"],
    ]
    run = read(word([[*HEADINGS, "Hướng xử lý"], *lines]))
    notes = " ".join(run.verdicts[0]["notes"])
    assert "Không lập “Chuyển sang ứng dụng khác: Zalo”: nhóm vốn ở Zalo." in notes
    assert "chỉ ghi nguyên văn: “không giải tán”; “báo cáo”." in notes
    assert "Sẽ lập" not in notes + " ".join(run.verdicts[1]["notes"])
    perform_run(run=confirm_run(run=run, by=run.by, now=NOW, seen=run.seen, looked=True, leave_out=True), now=NOW)
    assert not Directive.objects.exists()


def test_the_list_of_the_letter_opens_the_directives_that_its_fixture_has():
    run = read(letters_list())
    assert any("Điều chỉnh tên nhóm (việc phải làm)" in " ".join(each["notes"]) for each in run.verdicts)
    assert not Directive.objects.exists()
    perform_run(run=confirm_run(run=run, by=run.by, now=NOW, seen=run.seen, looked=True), now=NOW)
    opened = sorted(Directive.objects.values_list("kind", "target_platform", "target_text"))
    rows = json.loads(FIXTURE.read_text(encoding="utf-8"))["rows"]
    by_hand = sorted(
        (each["kind"], each.get("target_platform", ""), each.get("target_text", ""))
        for row in rows
        for each in row["directives"]
    )
    assert opened == by_hand


@pytest.mark.parametrize(
    ("lead", "post", "said"),
    [
        ("Bà Trần Thị Minh Khai", "Chuyên viên", "Bà Trần Thị Minh Khai, Chuyên viên"),
        ("Bà Trần Thị Minh Khai, Chuyên viên", "chuyên viên", "Bà Trần Thị Minh Khai, Chuyên viên"),
        ("Bà Trần Thị Minh Khai", "", "Bà Trần Thị Minh Khai, Hiệu trưởng"),
        ("Ông Lạ", "Chuyên viên", "Ông Lạ, Chuyên viên"),
        ("", "Trưởng phòng", "Trưởng phòng"),
        ("Trưởng phòng", "Trưởng phòng", "Trưởng phòng"),
    ],
)
def test_the_post_of_the_lead_may_stand_in_a_column_of_its_own(lead, post, said):
    make_person(post="Hiệu trưởng")
    lines = [[*HEADINGS, "Chức vụ"], ["Nhóm A", "Zalo", "Hiệu trưởng", lead, post]]
    run = read(word(lines))
    assert outcomes(run) == [Outcome.NEW], run.verdicts
    assert said in run.verdicts[0]["detail"]


@pytest.mark.parametrize(
    ("lead", "post", "sentence"),
    [
        ("Bà Trần Thị Minh Khai, Chuyên viên", "Hiệu trưởng", "ghi hai cách, “Chuyên viên” và “Hiệu trưởng”"),
        ("", "", "Thiếu trưởng nhóm"),
        ("Bà Trần Thị Minh Khai", "HT 0912345678", "số điện thoại"),
    ],
)
def test_a_post_that_contradicts_or_is_private_refuses_the_row(lead, post, sentence):
    make_person()
    run = read(word([[*HEADINGS, "Chức vụ"], ["Nhóm A", "Zalo", "Hiệu trưởng", lead, post]]))
    assert outcomes(run) == [Outcome.REFUSED]
    assert sentence in " ".join(run.verdicts[0]["reasons"])
    assert "0912345678" not in str(run.verdicts)


def test_a_sheet_that_names_an_ended_unit_is_refused_in_every_column_that_names_units():
    heir = Unit.objects.create(name="Trường Mới", kind="school")
    Unit.objects.create(
        name="Trường Cũ",
        kind="school",
        ended_on=CHANGED_ON,
        ended_by=make_later_document(),
        successor=heir,
        active=False,
    )
    make_group(name="Nhóm Một")
    sheets = [
        (Kind.UNITS, ["Tên đơn vị", "Loại đơn vị"], ["Trường Cũ", "Trường học"]),
        (Kind.UNITS, ["Tên đơn vị", "Loại đơn vị", "Đơn vị cấp trên"], ["Tổ X", "Trường học", "Trường Cũ"]),
        (Kind.PEOPLE, ["Họ và tên", "Đơn vị"], ["Lê Hoa", "Trường Cũ"]),
        (Kind.MEMBERS, ["Nhóm", "Chức vụ", "Ở các đơn vị"], ["Nhóm Một", "Hiệu trưởng", "Trường A; Trường Cũ"]),
    ]
    for kind, headings, line in sheets:
        run = read(word([headings, line]), kind)
        assert outcomes(run) == [Outcome.REFUSED], line
        assert "Trường Cũ đã sáp nhập vào Trường Mới từ ngày" in " ".join(run.verdicts[0]["reasons"]), line


def test_units_of_one_name_in_a_sheet_of_members_are_refused():
    for ward in ("Phường 4", "Phường 5"):
        Unit.objects.create(name="Trường Hoà Bình", kind="school", ward=ward)
    make_group(name="Nhóm Một")
    headings = ["Nhóm", "Chức vụ", "Ở các đơn vị"]
    lines = [["Nhóm Một", "Hiệu trưởng", f"Trường Hoà Bình{ward}"] for ward in ("", " (Phường 4)")]
    assert outcomes(read(word([headings, *lines]), Kind.MEMBERS)) == [Outcome.REFUSED, Outcome.NEW]
