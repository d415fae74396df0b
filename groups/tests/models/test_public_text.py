"""Whatever becomes public refuses a link, a phone, an e-mail address."""

import pytest
from django.core.exceptions import ValidationError

from groups.models import Administrator, Document, Letterhead, MissingRow, Person, Unit, WorkGroup

PUBLIC = [
    (WorkGroup, ["name", "purpose", "members_text", "directive_text", "source_row"]),
    (Person, ["honorific", "full_name", "post"]),
    (Administrator, ["post"]),
    (Document, ["number", "subject", "symbol"]),
    (MissingRow, ["source_row", "note"]),
    (Letterhead, ["superior", "name", "place", "symbol", "signer_title", "signer_name", "recipients"]),
    (Unit, ["name"]),
]


@pytest.mark.parametrize("text", ["0912345678", "zalo.me/g/abcdef123", "a@b.vn"])
@pytest.mark.parametrize(("model", "field"), [(model, field) for model, fields in PUBLIC for field in fields])
def test_a_public_field_refuses_private_data(model, field, text):
    with pytest.raises(ValidationError, match="công khai"):
        model._meta.get_field(field).run_validators(text)


@pytest.mark.parametrize(("model", "field"), [(model, field) for model, fields in PUBLIC for field in fields])
def test_a_public_field_refuses_what_no_document_can_print(model, field):
    with pytest.raises(ValidationError, match="không in được"):
        model._meta.get_field(field).run_validators("Nhóm 🌸")


@pytest.mark.parametrize(
    "text", ["Nhóm\u200b Hiệu\u3164 trưởng", "Nho\u0301m", "“Quản lý” – 5 điều…", "Dòng một\nDòng hai"]
)
def test_what_is_cleaned_away_or_printable_is_received(text):
    WorkGroup._meta.get_field("members_text").run_validators(text)


@pytest.mark.parametrize("field", ["members_text", "purpose", "directive_text"])
def test_a_public_text_has_an_end(field):
    with pytest.raises(ValidationError, match=r"4.?000"):
        WorkGroup._meta.get_field(field).run_validators("a " * 2001)


def test_a_number_of_a_document_is_no_reference():
    with pytest.raises(ValidationError, match="ô ký hiệu"):
        Document._meta.get_field("number").run_validators("1510/GDĐT")
