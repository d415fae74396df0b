"""Whatever becomes public refuses a link, a phone, an e-mail address."""

import pytest
from django.core.exceptions import ValidationError

from groups.models import Administrator, Document, Person, Unit, WorkGroup

PUBLIC = [
    (WorkGroup, ["name", "purpose", "members_text", "directive_text", "source_row"]),
    (Person, ["full_name", "post"]),
    (Administrator, ["post"]),
    (Document, ["subject", "symbol"]),
    (Unit, ["name"]),
]


@pytest.mark.parametrize("text", ["0912345678", "zalo.me/g/abcdef123", "a@b.vn"])
@pytest.mark.parametrize(("model", "field"), [(model, field) for model, fields in PUBLIC for field in fields])
def test_a_public_field_refuses_private_data(model, field, text):
    with pytest.raises(ValidationError, match="công khai"):
        model._meta.get_field(field).run_validators(text)
