"""An import from the upload to the last row: shown, confirmed once, written whole or not at all."""

import datetime as dt

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext

from groups.domain.importing import Kind, Outcome, Row, RunState
from groups.domain.status import Status
from groups.models import (
    CodeCounter,
    ImportRun,
    InviteLink,
    Member,
    Person,
    RegisterEvent,
    RegisterHead,
    Unit,
    WorkGroup,
)
from groups.services import import_ends, import_groups, import_performing, import_runs, lifecycle
from groups.services.errors import ActRefused
from groups.services.import_ends import cancel_run, forget_old
from groups.services.import_performing import perform_run
from groups.services.import_runs import confirm_run, judge_again, open_run
from groups.services.roles import CLERK, LEADER

from ..factories import (
    NOW,
    TODAY,
    make_authority,
    make_document,
    make_draft,
    make_group,
    make_person,
    make_proposal,
    make_user,
    reread,
)

pytestmark = pytest.mark.django_db
PHONE = "0912345678"


def group_cells(number=1, **more):
    return {
        "name": f"Nhóm thử số {number} trường {'ABCDEGHIKLMNOPQRSTUVXY'[number % 22]}{number * 7919}",
        "platform": "Zalo", "level": "tieu hoc", "lead": "Trưởng phòng GD-ĐT",
        "members_text": "Hiệu trưởng các trường", "link": f"zalo.me/g/nhom{number:06d}", **more,
    }  # fmt: skip


def rows_of(*cells):
    return [Row(number, each) for number, each in enumerate(cells, start=2)]


def opened(*cells, kind=Kind.GROUPS, by=None, **more):
    asked = {"authority": make_authority(), "effective_on": TODAY} | more
    return open_run(by=by or make_user(), now=NOW, kind=kind, file_name="nhom.xlsx", content=b"x", rows=rows_of(*cells),
                    about={}, **asked)  # fmt: skip


def confirmed(run, *, looked=True, **ticked):
    return confirm_run(run=run, by=run.by, now=NOW, seen=run.seen, looked=looked, **ticked)


def done(run, **ticked):
    return perform_run(run=confirmed(run, **ticked), now=NOW)


def outcomes(run):
    return [verdict["outcome"] for verdict in run.verdicts]


def why(run, index=0):
    return " ".join(run.verdicts[index]["reasons"])


@pytest.mark.parametrize("role", [CLERK, LEADER])
@pytest.mark.parametrize("kind", [Kind.GROUPS, Kind.PEOPLE, Kind.UNITS])
def test_who_may_not_record_imports_nothing(role, kind):
    with pytest.raises(ActRefused, match="không có quyền"):
        opened(group_cells(), kind=kind, by=make_user(role=role))
    assert not ImportRun.objects.exists()


def test_groups_are_imported_for_an_office_one_works_for():
    elsewhere = make_authority(code="KH", name="Phòng khác", letterhead=False)
    for authority in (None, elsewhere):
        with pytest.raises(ActRefused, match="cơ quan mà bạn làm việc cho"):
            opened(group_cells(), authority=authority)


def test_a_sheet_without_rows_or_with_too_many_is_refused(monkeypatch):
    with pytest.raises(ActRefused, match="không có dòng dữ liệu nào"):
        opened()
    monkeypatch.setattr(import_runs, "MOST_ROWS", 1)
    with pytest.raises(ActRefused, match="tối đa 1 dòng"):
        opened(group_cells(1), group_cells(2))


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"name": ""}, "Tên nhóm"),
        ({"name": f"Nhóm {PHONE}"}, "số điện thoại"),
        ({"members_text": ""}, "Thiếu thành viên"),
        ({"members_text": "xem zalo.me/g/abcdef123"}, "đường liên kết"),
        ({"lead": ""}, "Thiếu trưởng nhóm"),
        ({"lead": f"Bà An, {PHONE}"}, "số điện thoại"),
        ({"platform": "Telegram"}, "Ứng dụng “Telegram” không có trong danh mục"),
        ({"platform": "", "link": ""}, "Thiếu ứng dụng"),
        ({"platform": "Viber"}, "Liên kết mời này của Zalo"),
        ({"level": "đại học"}, "Cấp học “đại học” không có"),
        ({"room_count": "vài"}, "phải là số"),
        ({"link": "zalo.me/0912345678"}, "không phải nhóm"),
        ({"code": "BM-9999-X"}, "không có trong sổ"),
        ({"name": "x" * 201}, "200"),
    ],
)
def test_a_row_is_refused_and_the_reason_told_without_a_secret(cells, sentence):
    run = opened(group_cells(**cells))
    assert outcomes(run) == [Outcome.REFUSED]
    assert sentence in why(run)
    assert PHONE not in str(run.verdicts)
    assert "abcdef123" not in str(run.verdicts)


def test_what_another_office_keeps_to_itself_is_not_told_by_the_links_of_a_sheet():
    elsewhere = make_authority(code="KH", name="Phòng khác")
    make_draft(name="Nháp giữ kín", authority=elsewhere, url="https://zalo.me/g/nhom000001")
    make_group(name="Không được nhận", authority=elsewhere, status=Status.DECLINED, url="https://zalo.me/g/nhom000002")
    run = opened(group_cells(1), group_cells(2))
    assert outcomes(run) == [Outcome.REFUSED, Outcome.NEW]
    assert "cơ quan khác" in why(run)
    for kept in ("Nháp giữ kín", "Không được nhận", "không được công nhận"):
        assert kept not in str(run.verdicts)


def test_links_that_are_taken_or_reported_and_rows_that_repeat_are_refused():
    make_group(name="Đang giữ", url="https://zalo.me/g/nhom000001")
    run = opened(group_cells(1), group_cells(2), group_cells(3, name=group_cells(2)["name"]),
                 group_cells(4, link="zalo.me/g/NHOM000002"))  # fmt: skip
    assert outcomes(run) == [Outcome.REFUSED, Outcome.NEW, Outcome.REFUSED, Outcome.REFUSED]
    assert "Đang giữ" in why(run)
    assert "Trùng tên và ứng dụng với dòng 3" in why(run, 2)
    assert "Trùng liên kết mời với dòng 3" in why(run, 3)


def test_refused_rows_stop_everything_until_they_are_left_out():
    run = opened(group_cells(1), group_cells(2, lead=""), group_cells(3))
    with pytest.raises(ActRefused, match="1 dòng bị từ chối"):
        confirmed(run)
    assert not WorkGroup.objects.exists()
    assert done(run, leave_out=True).state == RunState.DONE
    assert WorkGroup.objects.count() == 2


def test_imported_groups_are_proposals_of_the_importer_each_with_code_and_event():
    lead = make_person(full_name="Trần Thị Minh Khai", post="Chuyên viên")
    run = done(opened(*(group_cells(number, lead="Bà Trần Thị Minh Khai") for number in range(1, 31))))
    assert (run.state, run.rows) == (RunState.DONE, [])
    groups = list(WorkGroup.objects.order_by("pk"))
    assert {group.status for group in groups} == {"proposed"}
    assert {group.proposed_by_id for group in groups} == {run.by_id}
    assert len({group.code for group in groups}) == 30
    events = list(RegisterEvent.objects.order_by("number"))
    assert [event.number for event in events] == list(range(1, 31))
    assert [event.group_id for event in events] == [group.pk for group in groups]
    assert {event.action for event in events} == {"propose"}
    assert events[0].public["facts"]["lead"] == "Bà Trần Thị Minh Khai, Chuyên viên"
    assert (run.first_event, run.last_event) == (1, 30)
    assert groups[0].administrators.get().person_id == lead.pk
    assert "nhom000001" not in str(list(RegisterEvent.objects.values()))
    assert (RegisterHead.objects.get().number, CodeCounter.objects.get().last_number) == (30, 30)
    with pytest.raises(ActRefused, match="không có quyền"):
        lifecycle.recognise(
            group=groups[0], by=run.by, now=NOW, effective_on=TODAY, reason="x", document=make_document()
        )


def test_an_imported_proposal_says_what_one_typed_by_hand_says():
    typed = make_proposal(name="Nhóm gõ tay", proposed_on=TODAY)
    cells = group_cells(name="Nhóm gõ tay", platform="Viber", link="", lead="Trưởng phòng GD-ĐT",
                        members_text=typed.members_text)  # fmt: skip
    done(opened(cells), looked=True)
    imported = WorkGroup.objects.get(platform="viber")
    own = {"code", "platform"}
    by_hand, by_sheet = (group.last_event.public for group in (typed, imported))
    assert {k: v for k, v in by_sheet["facts"].items() if k not in own} == {
        k: v for k, v in by_hand["facts"].items() if k not in own
    }
    assert by_sheet["change"] == by_hand["change"]
    assert imported.name_key == typed.name_key


def test_the_same_sheet_again_is_all_the_same_and_writes_nothing():
    cells = [group_cells(number) for number in range(1, 6)]
    done(opened(*cells))
    again = opened(*cells)
    assert set(outcomes(again)) == {Outcome.SAME}
    with pytest.raises(ActRefused, match="Không có dòng nào để ghi"):
        confirmed(again)
    assert RegisterEvent.objects.count() == 5


def test_a_group_in_the_register_is_never_changed_by_a_sheet():
    group = make_group(name="Nhóm đã công nhận", lead_post="Trưởng phòng GD-ĐT")
    run = opened(group_cells(name="Nhóm đã công nhận", lead="Phó Trưởng phòng", link=""), group_cells(2))
    assert outcomes(run) == [Outcome.DIFFERS, Outcome.NEW]
    assert run.verdicts[0]["changes"] == [
        ["Thành viên (ghi trên danh sách)", group.members_text, "Hiệu trưởng các trường"],
        ["Trưởng nhóm", "Trưởng phòng GD-ĐT", "Phó Trưởng phòng"],
    ] or run.verdicts[0]["changes"] == [
        ("Thành viên (ghi trên danh sách)", group.members_text, "Hiệu trưởng các trường"),
        ("Trưởng nhóm", "Trưởng phòng GD-ĐT", "Phó Trưởng phòng"),
    ]
    assert "“Đổi thành viên”, “Đổi trưởng nhóm”" in run.verdicts[0]["notes"][0]
    before = reread(group).last_event_id
    assert done(run, update=True).state == RunState.DONE
    assert reread(group).last_event_id == before


def test_a_draft_takes_over_what_the_sheet_says_only_where_it_was_ticked():
    draft = make_draft(name="Bản nháp cũ", url="https://zalo.me/g/lienketcu1")
    cells = group_cells(name="Bản nháp cũ", lead="Phó Trưởng phòng", purpose="Mới", link="zalo.me/g/nhapnhap1")
    with pytest.raises(ActRefused, match="Không có dòng nào"):
        confirmed(opened(cells))
    assert done(opened(cells), update=True).state == RunState.DONE
    draft = reread(draft)
    assert (draft.status, draft.purpose, draft.administrators.get().shown) == ("draft", "Mới", "Phó Trưởng phòng")
    assert draft.links.get().key == "zalo:nhapnhap1"
    assert not RegisterEvent.objects.exists()
    assert outcomes(opened(cells)) == [Outcome.SAME]


def test_names_that_could_be_mistaken_must_be_looked_at():
    make_group(name="Hiệu trưởng các trường tiểu học")
    run = opened(group_cells(name="Hiệu trưởng các trường tiêu học 2"))
    assert "Gần giống “Hiệu trưởng các trường tiểu học”" in run.verdicts[0]["cautions"][0]
    with pytest.raises(ActRefused, match="dễ bị nhầm"):
        confirmed(run, looked=False)
    assert done(run, looked=True).state == RunState.DONE


def test_near_duplicates_inside_the_sheet_are_told():
    run = opened(group_cells(1, name="Kế toán các trường mầm non"), group_cells(2, name="Kế toán các trường mần non"))
    assert "ở dòng 3" in run.verdicts[0]["cautions"][0]
    assert "ở dòng 2" in run.verdicts[1]["cautions"][0]


def test_what_has_moved_since_the_preview_stops_the_writing_and_is_judged_anew():
    run = opened(group_cells(1), group_cells(2))
    ordered = confirmed(run)
    make_group(name="Vừa ghi", url="https://zalo.me/g/nhom000001")
    events = RegisterEvent.objects.count()
    ended = perform_run(run=ordered, now=NOW)
    assert (ended.state, ended.failure) == (RunState.FAILED, import_runs.MOVED)
    assert outcomes(ended) == [Outcome.REFUSED, Outcome.NEW]
    assert RegisterEvent.objects.count() == events
    with pytest.raises(ActRefused, match="thay đổi"):
        confirm_run(run=ended, by=ended.by, now=NOW, seen=run.seen, leave_out=True)
    assert done(ended, leave_out=True).state == RunState.DONE


def test_a_change_between_judging_and_writing_is_judged_too(monkeypatch):
    ordered = confirmed(opened(group_cells(1)))
    write = import_performing.standing_mark
    calls = []

    def mark():
        calls.append(1)
        if len(calls) == 2:  # inside the transaction of the writing
            make_group(name="Chen vào", url="https://zalo.me/g/nhom000001")
        return write()

    monkeypatch.setattr(import_performing, "standing_mark", mark)
    ended = perform_run(run=ordered, now=NOW)
    assert ended.state == RunState.FAILED
    assert not WorkGroup.objects.filter(name=group_cells(1)["name"]).exists()


def test_an_error_in_the_middle_undoes_everything(monkeypatch):
    ordered = confirmed(opened(*(group_cells(number) for number in range(1, 11))))

    def broken(*args, **kwargs):
        propose(*args, **kwargs)
        raise ActRefused("Hỏng giữa chừng.")

    propose = lifecycle.propose_new
    monkeypatch.setattr(import_groups.lifecycle, "propose_new", broken)
    ended = perform_run(run=ordered, now=NOW)
    assert (ended.state, ended.failure) == (RunState.FAILED, "Hỏng giữa chừng.")
    counts = [model.objects.count() for model in (WorkGroup, InviteLink, RegisterEvent, CodeCounter, RegisterHead)]
    assert counts == [0] * 5
    monkeypatch.undo()
    assert done(ended).state == RunState.DONE


@pytest.mark.parametrize("error", [IntegrityError, OperationalError])
def test_what_a_database_says_of_a_refused_row_is_never_logged(monkeypatch, caplog, error):
    ordered = confirmed(opened(group_cells(1)))

    def refuse(*args, **kwargs):
        raise error("Key (key)=(zalo:nhom000001) already exists")

    monkeypatch.setattr(import_performing, "write_groups", refuse)
    ended = perform_run(run=ordered, now=NOW)
    assert ended.state == RunState.FAILED
    assert error.__name__ in caplog.text
    assert (ended.failure == import_performing.ODD) == (error is IntegrityError)
    assert "nhom000001" not in caplog.text + ended.failure


def test_a_run_that_was_stopped_writes_nothing_more_even_if_its_process_lives():
    ordered = confirmed(opened(group_cells(1)))
    import_ends.stop_run(run=ordered)
    ended = perform_run(run=ordered, now=NOW)
    assert (ended.state, ended.failure) == (RunState.FAILED, import_ends.STOPPED)
    assert not WorkGroup.objects.exists()
    assert done(ended).state == RunState.DONE


def test_a_run_that_never_ends_is_told_as_stopped():
    ordered = confirmed(opened(group_cells(1)))
    assert import_ends.stop_if_late(run=ordered, now=NOW + dt.timedelta(minutes=1)).state == RunState.RUNNING
    assert import_ends.stop_if_late(run=ordered, now=NOW + dt.timedelta(minutes=6)).state == RunState.FAILED


def test_confirming_or_writing_twice_writes_once():
    run = opened(group_cells(1))
    ordered = confirmed(run)
    with pytest.raises(ActRefused, match="đã được xác nhận"):
        confirmed(run)
    assert perform_run(run=ordered, now=NOW).state == RunState.DONE
    assert perform_run(run=ordered, now=NOW).state == RunState.DONE
    assert RegisterEvent.objects.count() == 1


def test_another_person_confirms_nothing():
    run = opened(group_cells(1))
    with pytest.raises(ActRefused, match="Chỉ người đã tải tệp"):
        confirm_run(run=run, by=make_user(username="khac"), now=NOW, seen=run.seen)


def test_what_was_uploaded_is_forgotten_when_cancelled_or_after_a_day():
    kept, cancelled = opened(group_cells(1)), opened(group_cells(2))
    cancel_run(run=cancelled, by=make_user(username="khac"))
    assert ImportRun.objects.get(pk=cancelled.pk).rows
    cancel_run(run=cancelled, by=cancelled.by)
    assert (ImportRun.objects.get(pk=cancelled.pk).rows, ImportRun.objects.get(pk=cancelled.pk).verdicts) == ([], [])
    assert forget_old(now=NOW + dt.timedelta(hours=23)) == 0
    assert forget_old(now=NOW + dt.timedelta(hours=25)) == 1
    assert ImportRun.objects.get(pk=kept.pk).rows == []


def test_ten_times_the_rows_are_judged_by_as_many_queries():
    make_group(name="Nhóm khác", url="https://zalo.me/g/nhomkhac1")
    few, many = ([group_cells(number) for number in range(1, count + 1)] for count in (30, 300))
    with CaptureQueriesContext(connection) as seen:
        first = opened(*few)
    with CaptureQueriesContext(connection) as more:
        opened(*many)
    assert len(more) == len(seen)
    with CaptureQueriesContext(connection) as seen:
        assert judge_again(run=first, by=first.by) is False
    assert len(seen) < 25


# --- Units, people, members -----------------------------------------------------------------------------------------


def unit_cells(name="Trường Tiểu học Hoa Sen", **more):
    return {
        "name": name,
        "kind": "trường học",
        "ownership": "Công lập",
        "level": "Tiểu học",
        "ward": "Phường 1",
        **more,
    }


def test_units_are_written_once_and_their_place_in_the_tree_too():
    cells = [unit_cells(parent="Phường Hoà Bình"), unit_cells("Phường Hoà Bình", kind="Phường, xã", level="")]
    assert done(opened(*cells, kind=Kind.UNITS), looked=True).state == RunState.DONE
    school = Unit.objects.get(name="Trường Tiểu học Hoa Sen")
    assert (school.kind, school.ownership, school.parent.name) == ("school", "public", "Phường Hoà Bình")
    assert school.name_key == "truong tieu hoc hoa sen"
    assert set(outcomes(opened(*cells, kind=Kind.UNITS))) == {Outcome.SAME}


def test_a_unit_that_differs_changes_only_where_it_was_ticked_and_only_in_what_the_sheet_states():
    done(opened(unit_cells(), kind=Kind.UNITS))
    run = opened(unit_cells(ownership="Ngoài công lập", level=""), kind=Kind.UNITS)
    assert [tuple(change) for change in run.verdicts[0]["changes"]] == [("Loại hình", "Công lập", "Ngoài công lập")]
    with pytest.raises(ActRefused, match="Không có dòng nào"):
        confirmed(run)
    done(run, update=True)
    unit = Unit.objects.get(name="Trường Tiểu học Hoa Sen")
    assert (unit.ownership, unit.level) == ("non_public", "primary")


@pytest.mark.parametrize("other", [{"ward": "Phường 5"}, {"level": "THCS"}])
def test_a_namesake_in_another_ward_or_of_another_level_is_another_unit_and_said_to_be(other):
    done(opened(unit_cells(), kind=Kind.UNITS))
    run = opened(unit_cells(), unit_cells(**other), kind=Kind.UNITS)
    assert outcomes(run) == [Outcome.SAME, Outcome.NEW]
    said = " ".join(run.verdicts[1]["cautions"])
    assert "Trong sổ đã có đơn vị tên “Trường Tiểu học Hoa Sen” (chưa có mã, Phường 1)" in said
    done(run, looked=True)
    first, second = Unit.objects.filter(name="Trường Tiểu học Hoa Sen").order_by("pk")
    assert (first.ward, first.level) == ("Phường 1", "primary")
    assert (second.ward, second.level) != (first.ward, first.level)
    assert set(outcomes(opened(unit_cells(), unit_cells(**other), kind=Kind.UNITS))) == {Outcome.SAME}


@pytest.mark.parametrize("ward", ["P.1", "phuong 01", "1"])
def test_a_ward_that_is_only_written_otherwise_makes_no_other_unit(ward):
    done(opened(unit_cells(), kind=Kind.UNITS))
    run = opened(unit_cells(ward=ward), unit_cells(), kind=Kind.UNITS)
    assert outcomes(run)[1] == Outcome.REFUSED  # the same school twice in one sheet
    assert Outcome.NEW not in outcomes(run)


def test_what_a_row_leaves_open_makes_no_other_unit_of_it():
    done(opened(unit_cells(ward=""), kind=Kind.UNITS))
    assert outcomes(opened(unit_cells(level=""), kind=Kind.UNITS)) == [Outcome.DIFFERS]
    done(opened(unit_cells(code="HS"), kind=Kind.UNITS), update=True)
    assert outcomes(opened(unit_cells(code="HS", ward="Phường 5"), kind=Kind.UNITS)) == [Outcome.DIFFERS]


def test_namesakes_of_one_sheet_stand_each_under_its_own_unit_and_under_none_that_is_unclear():
    wards = [unit_cells(f"Phường {number}", kind="Phường, xã", level="", ward="") for number in (1, 5)]
    schools = [unit_cells(ward=each, parent=each) for each in ("Phường 1", "Phường 5")]
    done(opened(*wards, *schools, kind=Kind.UNITS), looked=True)
    found = Unit.objects.filter(name="Trường Tiểu học Hoa Sen").values_list("ward", "parent__name")
    assert set(found) == {("Phường 1", "Phường 1"), ("Phường 5", "Phường 5")}

    twins = [unit_cells("Cụm Đông", ward=each) for each in ("Phường 1", "Phường 5")]
    run = opened(*twins, unit_cells("Trường Tiểu học Lá", parent="Cụm Đông"), kind=Kind.UNITS)
    assert outcomes(run)[-1] == Outcome.REFUSED
    assert "tệp có 2 đơn vị tên “Cụm Đông”" in run.verdicts[-1]["reasons"][0]


def test_namesakes_of_one_ward_and_of_other_levels_come_by_one_sheet():
    schools = [unit_cells(level=each, parent=parent) for each, parent in (("Tiểu học", "Cụm A"), ("THCS", "Cụm B"))]
    clusters = [unit_cells(name, level="") for name in ("Cụm A", "Cụm B")]
    run = opened(*clusters, *schools, unit_cells(level=""), kind=Kind.UNITS)
    assert outcomes(run) == [Outcome.NEW] * 4 + [Outcome.REFUSED]  # of the last nobody knows which one it is
    assert "Trùng với dòng" in run.verdicts[-1]["reasons"][0]
    done(opened(*clusters, *schools, kind=Kind.UNITS), looked=True)
    found = Unit.objects.filter(name="Trường Tiểu học Hoa Sen").values_list("level", "parent__name")
    assert set(found) == {("primary", "Cụm A"), ("lower_secondary", "Cụm B")}


def test_under_which_of_two_namesakes_a_unit_stands_is_not_guessed_where_one_is_in_the_sheet():
    done(opened(unit_cells("Cụm Đông", code="CD1"), kind=Kind.UNITS))
    twin = unit_cells("Cụm Đông", ward="Phường 5")
    run = opened(twin, unit_cells(parent="Cụm Đông"), kind=Kind.UNITS)
    assert outcomes(run) == [Outcome.NEW, Outcome.REFUSED]
    assert "trong sổ và trong tệp" in run.verdicts[1]["reasons"][0]
    assert outcomes(opened(twin, unit_cells(parent="CD1"), kind=Kind.UNITS)) == [Outcome.NEW] * 2
    assert outcomes(opened(unit_cells("Cụm Đông"), unit_cells(parent="Cụm Đông"), kind=Kind.UNITS))[1] == Outcome.NEW


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"name": ""}, "Tên đơn vị"),
        ({"kind": "công ty"}, "không có trong danh mục"),
        ({"kind": ""}, "Thiếu loại đơn vị"),
        ({"code": "hoa-sen"}, "Mã cơ quan"),
        ({"parent": "Không có"}, "Chưa có đơn vị “Không có”"),
        ({"name": f"Trường {PHONE}"}, "số điện thoại"),
    ],
)
def test_a_unit_that_cannot_be_is_refused(cells, sentence):
    run = opened(unit_cells(**cells), kind=Kind.UNITS)
    assert outcomes(run) == [Outcome.REFUSED]
    assert sentence in why(run)


def person_cells(name="Bà Lê Thị Hoa", **more):
    return {"full_name": name, "post": "Hiệu trưởng", "phone": PHONE, "email": "hoa@truong.example", **more}


def test_people_are_written_with_their_phones_which_the_preview_never_shows():
    run = opened(person_cells(), kind=Kind.PEOPLE)
    assert PHONE not in str(run.verdicts)
    assert "hoa@" not in str(run.verdicts)
    done(run)
    person = Person.objects.get()
    assert (person.honorific, person.full_name, person.phone, person.name_key) == (
        "Bà", "Lê Thị Hoa", PHONE, "le thi hoa",
    )  # fmt: skip
    assert outcomes(opened(person_cells(), kind=Kind.PEOPLE)) == [Outcome.SAME]
    changed = opened(person_cells(phone="0987654321"), kind=Kind.PEOPLE)
    assert [tuple(change) for change in changed.verdicts[0]["changes"]] == [("Điện thoại", "(giữ kín)", "(giữ kín)")]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"full_name": ""}, "Họ và tên"),
        ({"email": "khong-phai-thu"}, "Thư điện tử không đúng dạng"),
        ({"unit": "Trường lạ"}, "Chưa có đơn vị"),
        ({"post": f"HT {PHONE}"}, "số điện thoại"),
        ({"phone": "1" * 30}, "20"),
    ],
)
def test_a_person_that_cannot_be_is_refused(cells, sentence):
    run = opened(person_cells(**cells), kind=Kind.PEOPLE)
    assert outcomes(run) == [Outcome.REFUSED]
    assert sentence in why(run)


def test_namesakes_of_other_units_are_told():
    make_person(full_name="Lê Thị Hoa", unit=make_authority())
    unit = Unit.objects.create(name="Trường Một", kind="school")
    run = opened(person_cells(unit=unit.name), kind=Kind.PEOPLE)
    assert "Đã có người cùng tên" in run.verdicts[0]["cautions"][0]


def test_members_join_drafts_without_an_event_and_official_groups_by_one_act_each():
    draft, group = make_draft(name="Bản nháp"), make_group(name="Nhóm chính thức")
    person = make_person(full_name="Lê Thị Hoa")
    cells = [
        {"group": group.code, "post": "Hiệu trưởng", "units": "các trường tiểu học"},
        {"group": group.code, "person": "Lê Thị Hoa", "category": "Mời"},
        {"group": "ban nhap", "text": "Tổ trưởng chuyên môn"},
    ]
    before = RegisterEvent.objects.count()
    run = done(opened(*cells, kind=Kind.MEMBERS))
    assert run.state == RunState.DONE, run.failure
    assert RegisterEvent.objects.count() == before + 1
    assert reread(group).last_event.public["change"] == {"member_lines": [0, 2]}
    assert group.members.get(person=person).started_on == TODAY
    assert draft.members.get().text == "Tổ trưởng chuyên môn"
    assert set(outcomes(opened(*cells, kind=Kind.MEMBERS))) == {Outcome.SAME}


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"group": ""}, "Thiếu nhóm"),
        ({"group": "Nhóm lạ"}, "Không thấy nhóm"),
        ({"person": "Người Lạ", "post": ""}, "hãy nhập người trước"),
        ({"post": ""}, "Cần ghi họ tên"),
        ({"category": "khách"}, "Diện “khách”"),
    ],
)
def test_a_member_that_cannot_be_is_refused(cells, sentence):
    make_draft(name="Bản nháp")
    run = opened({"group": "Bản nháp", "post": "Hiệu trưởng", **cells}, kind=Kind.MEMBERS)
    assert outcomes(run) == [Outcome.REFUSED]
    assert sentence in why(run)


@pytest.mark.parametrize("kind", ["công ty", ""])
def test_what_is_wrong_with_the_kind_of_a_unit_is_said_once(kind):
    run = opened(unit_cells(kind=kind), kind=Kind.UNITS)
    assert len(run.verdicts[0]["reasons"]) == 1


def test_a_word_of_a_closed_list_may_be_abbreviated():
    run = done(opened(unit_cells(level="THCS", ownership="NCL"), unit_cells("Trường Hai", level="TH"), kind=Kind.UNITS))
    assert run.state == RunState.DONE
    assert set(Unit.objects.filter(kind="school").values_list("level", "ownership")) == {
        ("lower_secondary", "non_public"),
        ("primary", "public"),
    }
    assert outcomes(opened(unit_cells("Trường Ba", level="THPT"), kind=Kind.UNITS)) == [Outcome.REFUSED]


def test_members_of_a_proposal_wait():
    group = make_proposal(name="Đang chờ")
    named = [{"group": name, "post": "Hiệu trưởng"} for name in ("Đang chờ", group.code)]
    run = opened(*named, kind=Kind.MEMBERS)
    assert outcomes(run) == [Outcome.REFUSED, Outcome.REFUSED]
    assert all("đang chờ công nhận: hãy nhập" in verdict["reasons"][0] for verdict in run.verdicts)


@pytest.mark.parametrize("kind", [Kind.UNITS, Kind.PEOPLE, Kind.MEMBERS])
def test_thirty_rows_ask_as_much_as_three_of_every_kind(kind):
    make_draft(name="Bản nháp")
    unit = make_authority().name
    make_person(full_name="Lê Thị Hoa", unit=make_authority())
    made = {
        Kind.UNITS: lambda n: unit_cells(f"Trường {n * 7919}"),
        Kind.PEOPLE: lambda n: person_cells(f"Lê Thị Hoa {n}", unit=unit),
        Kind.MEMBERS: lambda n: {"group": "Bản nháp", "post": f"Chức vụ {n}"},
    }[kind]
    with CaptureQueriesContext(connection) as few:
        opened(*(made(n) for n in range(3)), kind=kind)
    with CaptureQueriesContext(connection) as many:
        opened(*(made(n) for n in range(30)), kind=kind)
    assert len([q for q in many if "SAVEPOINT" not in q["sql"]]) == len([q for q in few if "SAVEPOINT" not in q["sql"]])


def test_members_and_events_stay_what_they_were_when_a_run_fails():
    group = make_group(name="Nhóm chính thức")
    ordered = confirmed(
        opened({"group": group.code, "post": "Hiệu trưởng"}, kind=Kind.MEMBERS, effective_on=dt.date(2020, 1, 1))
    )
    ended = perform_run(run=ordered, now=NOW)
    assert ended.state == RunState.FAILED
    assert "Ngày hiệu lực không được trước" in ended.failure
    assert not Member.objects.exists()


def test_what_was_missing_is_found_when_the_same_rows_are_judged_again():
    run = opened(person_cells(unit="Trường Một"), kind=Kind.PEOPLE)
    Unit.objects.create(name="Trường Một", kind="school")
    with pytest.raises(ActRefused, match="không còn chờ"):
        judge_again(run=run, by=make_user(username="khac"))
    assert judge_again(run=run, by=run.by) is True
    assert done(ImportRun.objects.get(pk=run.pk)).state == RunState.DONE
    with pytest.raises(ActRefused, match="không còn chờ"):
        judge_again(run=run, by=run.by)


def test_two_rows_about_one_person_or_unit_of_the_register_are_told():
    unit = Unit.objects.create(name="Trường Một", kind="school", code="TMOT", valid_to=dt.date(2026, 1, 1))
    make_person(full_name="Lê Thị Hoa", unit=unit)
    run = opened(person_cells(), person_cells(unit="Trường Một"), kind=Kind.PEOPLE)
    assert outcomes(run) == [Outcome.DIFFERS, Outcome.REFUSED]
    run = opened({"code": "TMOT", "name": "Trường 1"}, {"name": "Trường Một"}, kind=Kind.UNITS)
    assert outcomes(run) == [Outcome.DIFFERS, Outcome.REFUSED]
    run = opened({"name": "Trường Một", "valid_from": "02/01/2026"}, kind=Kind.UNITS)
    assert "trước hoặc bằng ngày kết thúc" in why(run)
