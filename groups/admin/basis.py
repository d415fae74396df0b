"""What every act rests on: a document, a day, a reason; and the form of a plain act, which asks for nothing more."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone

from ..domain.dates import Precision, issue_refusal
from ..domain.reasons import CODED, ReasonCode
from ..domain.status import TRANSITIONS, Action
from ..domain.text import clean, clean_lines
from ..models import Document, RegisterEvent, WorkGroup
from ..models.document import KINDS
from ..services import amendments, lifecycle
from ..services.recording import record_document
from ..services.transactions import transactional
from .bases import narrow
from .letter_forms import LettersForm
from .picks import pick_document
from .publicity import joined, of_basis, of_reason, publicity
from .reason_field import reason_code_field

_NEW_DOCUMENT = ("new_kind", "new_number", "new_symbol", "new_issued_on", "new_subject")


def area(label: str, rows: int = 3, **kwargs) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def link_field(**kwargs) -> forms.CharField:
    """An invite link; the browser keeps none of it."""
    return forms.CharField(max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)


class BasisForm(LettersForm):
    """What every act rests on: a document (chosen or newly recorded), a day, a reason."""

    document = pick_document(label="Văn bản làm căn cứ")
    new_kind = forms.ChoiceField(label="Loại", choices=[(kind, kind) for kind in KINDS], required=False)
    new_number = forms.CharField(label="Số", max_length=20, required=False)
    new_symbol = forms.CharField(label="Ký hiệu", max_length=40, required=False)
    new_issued_on = forms.DateField(label="Ngày ban hành", widget=AdminDateWidget, required=False)
    new_subject = forms.CharField(label="Trích yếu", max_length=500, required=False)
    effective_on = forms.DateField(label="Hiệu lực từ ngày", widget=AdminDateWidget)
    reason_code = reason_code_field()
    reason = area("Lý do", required=False)

    def __init__(self, *args, action: Action, authority, user, today=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        narrow(self.fields, user)
        self.action, self.authority, self.rule = action, authority, TRANSITIONS[action]
        documents = self.fields["document"]
        documents.queryset = documents.queryset.filter(authority=authority)
        self.fields["effective_on"].initial = today
        if action not in CODED:
            del self.fields["reason_code"]
            self.fields["reason"].required = self.rule.reason
        self._say_what_is_public()

    def _say_what_is_public(self) -> None:
        needed = "Bắt buộc." if self.rule.document else "Không bắt buộc."
        # The sentence of a code stands where none is written.
        coded = "Để trống thì lấy câu mẫu của lý do đã chọn." if self.action in CODED else ""
        said = of_basis(self.action)
        self.fields["document"].help_text = joined(needed, "Gõ số, ký hiệu hoặc trích yếu.", said)
        self.fields["new_kind"].help_text = f"Loại, số, ký hiệu, ngày và trích yếu: {said[0].lower()}{said[1:]}"
        self.fields["effective_on"].help_text = said
        self.fields["reason"].help_text = joined(coded, of_reason(self.action))

    @property
    def publicity(self) -> str:
        """What becomes public of the act."""
        return publicity(self.action)

    @property
    def own_fields(self):
        """The fields of this act alone, in order."""
        return [self[name] for name in self.fields if name not in BasisForm.base_fields]

    @property
    def new_document_fields(self):
        """The fields that record a new document."""
        return [self[name] for name in _NEW_DOCUMENT]

    @property
    def opens_new_document(self) -> bool:
        """Whether the part for a new document should stand open."""
        return any(self.data.get(self.add_prefix(name)) for name in _NEW_DOCUMENT[1:])

    def clean_new_issued_on(self):
        day = self.cleaned_data["new_issued_on"]
        if day and (sentence := issue_refusal(day, Precision.DAY, timezone.localdate())):
            raise forms.ValidationError(sentence)
        return day

    def clean_reason(self):
        return clean_lines(self.cleaned_data["reason"])

    def clean(self):
        data = super().clean()
        if data.get("reason_code") == ReasonCode.OTHER and not data.get("reason"):
            self.add_error("reason", "Với “Lý do khác”, hãy ghi rõ lý do.")
        typed = [name for name in _NEW_DOCUMENT[1:] if data.get(name)]
        if typed and data.get("document"):
            self.add_error("document", "Hãy chọn một văn bản có sẵn, hoặc ghi văn bản mới, không làm cả hai.")
        for name in _NEW_DOCUMENT[1:]:
            if typed and not data.get(name) and name not in self.errors:
                self.add_error(name, "Văn bản mới cần đủ số, ký hiệu, ngày và trích yếu.")
        if self.rule.document and not typed and not data.get("document") and "document" not in self.errors:
            self.add_error("document", "Việc này phải có văn bản làm căn cứ: hãy chọn, hoặc ghi văn bản mới.")
        return data

    def basis(self, *, by, now) -> dict:
        """Return the arguments that every service takes; a new document is recorded by this very call."""
        data = self.cleaned_data
        return {
            "by": by,
            "now": now,
            "document": data["document"] or self._new_document(),
            "effective_on": data["effective_on"],
            "reason": data["reason"],
            **self.letters_basis(),
            **({"reason_code": data["reason_code"]} if "reason_code" in self.fields else {}),
        }

    def _new_document(self) -> Document | None:
        data = self.cleaned_data
        if not data.get("new_number"):
            return None
        return record_document(
            authority=self.authority,
            kind=data["new_kind"],
            number=clean(data["new_number"]),
            symbol=clean(data["new_symbol"]),
            issued_on=data["new_issued_on"],
            subject=clean(data["new_subject"]),
        )


class ActForm(BasisForm):
    """An act on one group. ``seen_event`` refuses acting on facts that have changed meanwhile."""

    seen_event = forms.IntegerField(widget=forms.HiddenInput)
    template = "admin/groups/workgroup/act.html"

    def __init__(self, *args, group: WorkGroup, **kwargs):
        self.group = group
        super().__init__(*args, authority=group.authority, **kwargs)
        self.fields["seen_event"].initial = group.last_event_id or 0
        self.prepare()

    def prepare(self) -> None:
        """Fill in what this act shows of the group as it is."""

    @property
    def acted_on(self):
        return [self.group]

    @property
    def own_fields(self):
        return [field for field in super().own_fields if field.name != "seen_event"]

    @property
    def lines(self):
        """The rows of a list inside the form, or None."""
        return None

    @transactional
    def perform(self, *, by, now) -> RegisterEvent | list[RegisterEvent]:
        """Do the act, and record the new document it rests on: both, or neither."""
        basis = self.basis(by=by, now=now) | {"seen_event": self.cleaned_data["seen_event"]}
        return self.call(group=self.group, **basis)

    def call(self, **basis) -> RegisterEvent | list[RegisterEvent]:
        """Call the service; the plain acts need nothing more."""
        return PLAIN[self.action](**basis)


#: The acts that ask for nothing but what they rest on.
PLAIN = {
    Action.PROPOSE: lifecycle.propose,
    Action.RETURN: lifecycle.return_,
    Action.DECLINE: lifecycle.decline,
    Action.RECOGNISE: lifecycle.recognise,
    Action.SUSPEND: lifecycle.suspend,
    Action.RESUME: lifecycle.resume,
    Action.DISSOLVE: lifecycle.dissolve,
    Action.CONFIRM: amendments.confirm,
}
