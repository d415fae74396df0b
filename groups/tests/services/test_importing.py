"""Loading a published list: whole, through the acts, and only once."""

import copy
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from groups.domain.text import fold
from groups.models import Directive, Document, MissingRow, Person, RegisterEvent, Unit, WorkGroup
from groups.services.accounts import loader
from groups.services.errors import ActRefused
from groups.services.importing import load_published_list, open_register

from ..factories import NOW, TODAY, make_document, make_person

pytestmark = pytest.mark.django_db
FILE = Path(__file__).resolve().parents[3] / "fixtures" / "tan-binh-2021.json"


@pytest.fixture
def content():
    return json.loads(FILE.read_text(encoding="utf-8"))


def load(content):
    return load_published_list(content=content, by=loader(), now=NOW)


def nothing_written():
    return not (WorkGroup.objects.exists() or RegisterEvent.objects.exists() or Unit.objects.exists())


@pytest.mark.parametrize("key", ["authority", "letterhead", "document", "rows"])
def test_a_file_that_lacks_a_part_is_refused_whole(content, key):
    del content[key]
    with pytest.raises((ActRefused, KeyError), match=key):
        load(content)
    assert nothing_written()


def test_one_bad_row_refuses_the_whole_file_and_is_named(content):
    content["rows"][5]["members_text"] = "gọi 0912345678"
    with pytest.raises(ActRefused, match="Dòng 09"):
        load(content)
    assert nothing_written()


def test_a_list_without_a_dated_document_is_refused(content):
    content["document"]["issued_on"] = ""
    with pytest.raises(ActRefused, match="tháng, năm"):
        load(content)
    assert nothing_written()


def test_the_list_of_2021_is_entered_by_events_resting_on_its_letter(content):
    assert load(content) == (11, 0)
    assert WorkGroup.objects.official().count() == 11
    assert RegisterEvent.objects.count() == 22
    letter = Document.objects.get()
    assert str(letter) == "Công văn 1496/GDĐT-PC (tháng 11/2021)"
    assert set(RegisterEvent.objects.values_list("document", flat=True)) == {letter.pk}


def test_loading_twice_changes_nothing(content):
    load(content)
    before = [
        list(model.objects.order_by("pk").values()) for model in (WorkGroup, RegisterEvent, Person, Unit, Directive)
    ]
    assert load(content) == (0, 11)
    after = [
        list(model.objects.order_by("pk").values()) for model in (WorkGroup, RegisterEvent, Person, Unit, Directive)
    ]
    assert before == after


def test_source_numbers_uncertain_readings_and_missing_rows_are_kept(content):
    load(content)
    rows = {group.source_row: group for group in WorkGroup.objects.all()}
    assert sorted(rows) == ["02", "03", "06", "07", "08", "09", "10", "11", "13", "14", "15"]
    assert sorted(MissingRow.objects.values_list("source_row", flat=True)) == ["01", "04", "05", "12"]
    assert (rows["13"].room_count, rows["13"].marked("room_count"), rows["13"].platform) == (3, "3 [?]", "viber")
    assert rows["13"].marked("source_row") == "13 [?]"
    assert rows["15"].marked("source_row") == "15"
    assert rows["14"].marked("directive_text") == "[?]"
    assert "Phan Tiến [?] Thanh" in rows["02"].members_text
    assert rows["03"].administrators.get().shown == "Bà Phan Tiến Thanh [?], Chuyên viên phụ trách bậc học"
    assert rows["10"].administrators.get().shown == "Nguyễn Đình Tuấn, Chuyên viên"
    assert rows["09"].recognised_on_text == "tháng 11/2021"
    assert rows["09"].last_confirmed_text == "tháng 11/2021"
    assert set(rows["13"].directives.values_list("kind", flat=True)) == {"migrate", "maintain"}


def test_the_loader_cannot_sign_in(content, client):
    load(content)
    assert not loader().is_active
    assert not loader().has_usable_password()


def test_a_row_added_to_the_file_later_is_entered_alone(content):
    first = copy.deepcopy(content)
    first["rows"] = first["rows"][:3]
    load(first)
    assert load(content) == (8, 3)


def test_the_command_names_a_file_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match="Không đọc được"):
        call_command("load_list", tmp_path / "none.json")
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(CommandError, match="Không đọc được"):
        call_command("load_list", broken)


def test_another_office_starts_empty_with_its_own_letterhead(capsys):
    arguments = {"code": "GV", "name": "Phòng Giáo dục Gò Vấp", "superior": "UBND quận Gò Vấp", "place": "Gò Vấp",
                 "symbol": "GDĐT", "recipient": ["Như trên;", "Lưu: VT."]}  # fmt: skip
    call_command("open_register", **arguments)
    unit = Unit.objects.get()
    assert unit.letterheads.get().recipients == "Như trên;\nLưu: VT."
    assert not WorkGroup.objects.exists()
    with pytest.raises(CommandError, match="đã có trong sổ"):
        call_command("open_register", **arguments)


def test_an_office_with_a_bad_code_is_refused_and_nothing_is_written():
    with pytest.raises(CommandError, match="2 đến 8"):
        call_command("open_register", code="gò vấp", name="x", superior="x", place="x", symbol="x")
    assert nothing_written()


def refused_beside(content, words):
    """The list is refused with these words, and nothing of it is written beside what was there."""
    before = Unit.objects.count(), Person.objects.count()
    with pytest.raises(ActRefused) as refusal:
        load(content)
    assert all(word in str(refusal.value) for word in [*words, "Chưa có gì được ghi."]), refusal.value
    assert (Unit.objects.count(), Person.objects.count()) == before
    assert not RegisterEvent.objects.exists()


def test_of_several_units_of_one_name_none_is_taken(content):
    name = content["units"][0]["name"]
    for ward, code in (("Phường 4", "BD4"), ("Phường 7", None)):
        Unit.objects.create(name=name, kind="school", ward=ward, code=code)
    refused_beside(content, [f"Có 2 đơn vị tên “{name}”", "mã BD4, Phường 4", "chưa có mã, Phường 7"])


def test_a_unit_is_taken_for_itself_however_its_name_is_written(content):
    name = content["units"][0]["name"]
    Unit.objects.create(name=name.upper(), kind="school")
    load(content)
    assert [unit.name for unit in Unit.objects.all() if fold(unit.name) == fold(name)] == [name.upper()]


def test_a_unit_whose_name_differs_in_a_mark_is_another(content):
    content["units"][0]["name"] = "Trường Tấn Phú"
    other = Unit.objects.create(name="Trường Tân Phú", kind="school")
    load(content)
    assert [unit.name for unit in Unit.objects.filter(name_key=other.name_key)] == ["Trường Tân Phú", "Trường Tấn Phú"]


@pytest.mark.parametrize("other", [{"ward": "Phường 5"}, {"level": "lower_secondary"}])
def test_namesakes_in_other_wards_or_of_other_levels_are_other_units(content, other):
    first = {"name": "Trường Họa Mi", "kind": "school", "ward": "Phường 4", "level": "primary"}
    content["units"] += [first, first | other, {"name": "Trường Chim Én", "kind": "school", "ward": "Phường 4"}]
    Unit.objects.create(name="Trường Chim Én", kind="school")
    load(content)
    assert Unit.objects.filter(name="Trường Họa Mi").count() == 2
    assert Unit.objects.filter(name="Trường Chim Én").count() == 1


def test_a_list_that_was_entered_changes_nothing_whatever_became_of_its_units_and_people(content):
    load(content)
    unit, person = (content[part][0]["name"] for part in ("units", "people"))
    Unit.objects.create(name=unit, kind="school", ward="Phường 4")
    make_person(full_name=person, unit=Unit.objects.get(code=content["authority"]["code"]))
    before = Unit.objects.count(), Person.objects.count(), RegisterEvent.objects.count()
    load(content)
    assert (Unit.objects.count(), Person.objects.count(), RegisterEvent.objects.count()) == before


def test_a_unit_that_has_ended_is_not_taken_and_its_namesake_that_goes_on_is(content):
    name = content["units"][0]["name"]
    # The document is of the office of the list: it is there before the list is.
    office = open_register(letterhead=content["letterhead"], **content["authority"])
    document = make_document(authority=office)
    heir = Unit.objects.create(name="Trường Kế Thừa", kind="school")
    Unit.objects.create(name=name, kind="school", ended_on=TODAY, ended_by=document, successor=heir, active=False)
    refused_beside(content, [f"{name} đã sáp nhập vào Trường Kế Thừa"])

    Unit.objects.create(name=name, kind="school", ward="Phường 4")
    load(content)
    assert Unit.objects.filter(name=name).count() == 2


def test_an_office_is_not_opened_under_one_of_several_namesakes(content):
    for ward in ("Phường 4", "Phường 7"):
        Unit.objects.create(name="Uỷ ban nhân dân", kind="body", ward=ward)
    with pytest.raises(ActRefused, match="Có 2 đơn vị tên “Uỷ ban nhân dân”"):
        open_register(letterhead=content["letterhead"], **content["authority"] | {"parent": "Uỷ ban nhân dân"})
    assert not Unit.objects.filter(code=content["authority"]["code"]).exists()


def test_of_several_people_of_one_name_none_is_taken(content):
    office = open_register(letterhead=content["letterhead"], **content["authority"])
    name = content["people"][0]["name"]
    for post in ("Chuyên viên", "Văn thư"):
        make_person(full_name=name, unit=office, post=post)
    refused_beside(content, [f"Có nhiều người tên “{name}”"])
