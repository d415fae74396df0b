"""What becomes public of what is typed at the desk, said beside the field before anything is written."""

from django.db.models import Model

from ..domain.entries import PUBLIC_ACTIONS
from ..domain.letters import CONCERNS
from ..domain.status import Action
from ..models import Administrator, Document, Letterhead, MissingRow, Person, Unit, WorkGroup

PUBLIC = "Sẽ công khai."
STAFF = "Chỉ cán bộ thấy."
NEVER = "Không bao giờ công khai."

_CITED = "Sẽ công khai khi có nhóm dựa vào văn bản này."
_LEADS = "Sẽ công khai khi người này là trưởng nhóm."
_PRINTED = "Sẽ công khai: in trên danh sách và giấy công nhận."
#: By the model and its field; of a field whose own help says it already, nothing is added.
_OF: dict[type[Model], dict[str, str]] = {
    WorkGroup: dict.fromkeys(
        ("authority", "platform", "room_count", "level", "source_document", "source_row", "uncertain"), PUBLIC
    ),
    Administrator: {"role": "Trưởng nhóm sẽ công khai; phó nhóm, quản trị thì chỉ cán bộ thấy."},
    Person: dict.fromkeys(("honorific", "full_name", "uncertain", "post"), _LEADS) | {"unit": STAFF, "active": STAFF},
    Document: dict.fromkeys(("kind", "number", "symbol", "issued_on", "issued_precision", "subject"), _CITED),
    Unit: {"name": "Tên của cơ quan lập sổ sẽ công khai.", "ward": STAFF},
    Letterhead: dict.fromkeys(
        ("superior", "name", "place", "symbol", "signer_title", "signer_name", "recipients"), _PRINTED
    ),
    MissingRow: dict.fromkeys(("document", "source_row", "note"), PUBLIC),
}


def joined(*sentences: str) -> str:
    """Return the sentences as one help text."""
    return " ".join(filter(None, sentences))


class Publicised:
    """Mixed into admin classes: each field says what of it becomes public."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and (said := _OF.get(db_field.model, {}).get(db_field.name)):
            field.help_text = joined(_ended(str(field.help_text)), said)
        return field


def _ended(text: str) -> str:
    return f"{text}." if text and text[-1] not in ".…!?)" else text


def publicity(action: Action) -> str:
    """Return what becomes public of an act, as a sentence above what it rests on."""
    if action == Action.RECOGNISE:
        return (
            "Công nhận xong, nhóm sẽ công khai: tên, ứng dụng, cấp học, mục đích, thành viên (ghi trên danh sách), "
            "trưởng nhóm, hướng xử lý, văn bản và ngày hiệu lực. Liên kết mời, phó nhóm, quản trị, lý do thì không."
        )
    if action in PUBLIC_ACTIONS:
        return "Việc này sẽ công khai trong sổ, cùng văn bản và ngày hiệu lực. Lý do thì không."
    return "Việc này không công khai: chỉ cán bộ thấy."


def of_basis(action: Action) -> str:
    """Return what becomes of the document and the day of an act."""
    return PUBLIC if action in PUBLIC_ACTIONS else STAFF


def of_reason(action: Action) -> str:
    """Return who reads the reason of an act."""
    return "Không công khai: chỉ cán bộ và người nhận thư báo đọc được." if action in CONCERNS else STAFF
