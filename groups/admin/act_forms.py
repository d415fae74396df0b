"""One small form for each act. A form asks; the service it names decides and writes."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db import transaction

from ..domain.links import BadLink, parse_link
from ..domain.platforms import PLATFORM_LABELS
from ..domain.status import TRANSITIONS, Action
from ..domain.text import clean, clean_lines
from ..domain.vocabulary import (
    DIRECTIVE_LABELS,
    GROUP_ROLE_LABELS,
    LEVEL_LABELS,
    MEMBER_CATEGORY_LABELS,
    MEMBER_KIND_LABELS,
    UNCERTAIN_FIELDS,
    GroupRole,
)
from ..models import Document, InviteLink, RegisterEvent, WorkGroup
from ..models.document import KINDS
from ..services import amendments, lifecycle
from ..services.recording import record_document
from .picks import pick_document, pick_official_group, pick_person

_NEW_DOCUMENT = ("new_kind", "new_number", "new_symbol", "new_issued_on", "new_subject")


def _area(label: str, rows: int = 3, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class BasisForm(forms.Form):
    """What every act rests on: a document (chosen or newly recorded), a day, a reason."""

    document = pick_document(label="Văn bản làm căn cứ")
    new_kind = forms.ChoiceField(label="Loại", choices=[(kind, kind) for kind in KINDS], required=False)
    new_number = forms.CharField(label="Số", max_length=20, required=False)
    new_symbol = forms.CharField(label="Ký hiệu", max_length=40, required=False)
    new_issued_on = forms.DateField(label="Ngày ban hành", widget=AdminDateWidget, required=False)
    new_subject = forms.CharField(label="Trích yếu", max_length=500, required=False)
    effective_on = forms.DateField(label="Hiệu lực từ ngày", widget=AdminDateWidget)
    reason = _area("Lý do", required=False)

    def __init__(self, *args, action: Action, authority, today=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.action, self.authority, self.rule = action, authority, TRANSITIONS[action]
        documents = self.fields["document"]
        documents.queryset = documents.queryset.filter(authority=authority)
        self.fields["effective_on"].initial = today
        self.fields["reason"].required = self.rule.reason
        self.fields[
            "document"
        ].help_text = f"{'Bắt buộc' if self.rule.document else 'Không bắt buộc'}. Gõ số, ký hiệu hoặc trích yếu."

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

    def clean_reason(self):
        return clean_lines(self.cleaned_data["reason"])

    def clean(self):
        data = super().clean()
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

    def __init__(self, *args, group: WorkGroup, **kwargs):
        self.group = group
        super().__init__(*args, authority=group.authority, **kwargs)
        self.fields["seen_event"].initial = group.last_event_id or 0
        self.prepare()

    def prepare(self) -> None:
        """Fill in what this act shows of the group as it is."""

    @property
    def own_fields(self):
        return [field for field in super().own_fields if field.name != "seen_event"]

    @property
    def lines(self):
        """The rows of a list inside the form, or None."""
        return None

    @transaction.atomic
    def perform(self, *, by, now) -> RegisterEvent:
        """Do the act, and record the new document it rests on: both, or neither."""
        basis = self.basis(by=by, now=now) | {"seen_event": self.cleaned_data["seen_event"]}
        return self.call(group=self.group, **basis)

    def call(self, **basis) -> RegisterEvent:
        """Call the service; the plain acts need nothing more."""
        return _PLAIN[self.action](**basis)


_PLAIN = {
    Action.PROPOSE: lifecycle.propose,
    Action.RETURN: lifecycle.return_,
    Action.DECLINE: lifecycle.decline,
    Action.RECOGNISE: lifecycle.recognise,
    Action.SUSPEND: lifecycle.suspend,
    Action.RESUME: lifecycle.resume,
    Action.DISSOLVE: lifecycle.dissolve,
    Action.CONFIRM: amendments.confirm,
}


class MergeForm(ActForm):
    successor = pick_official_group(label="Ghép vào nhóm")

    def call(self, **basis):
        return lifecycle.merge(successor=self.cleaned_data["successor"], **basis)


class RenameForm(ActForm):
    new_name = forms.CharField(label="Tên mới", max_length=200, help_text="Đúng như tên sẽ hiện trong ứng dụng.")

    def prepare(self):
        self.fields["new_name"].initial = self.group.name

    def call(self, **basis):
        return amendments.rename(new_name=self.cleaned_data["new_name"], **basis)


def _link_field(**kwargs) -> forms.CharField:
    return forms.CharField(max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)


class _LinkMixin:
    def clean_url(self):
        url = self.cleaned_data["url"]
        if url:
            try:
                parse_link(url)
            except BadLink as error:
                raise forms.ValidationError(str(error)) from error
        return url


class MigrateForm(_LinkMixin, ActForm):
    platform = forms.ChoiceField(label="Chuyển sang", choices=list(PLATFORM_LABELS.items()))
    url = _link_field(
        label="Liên kết mời mới",
        required=False,
        help_text="Có thể bổ sung sau. Liên kết của ứng dụng cũ bị thu hồi. Không bao giờ công khai.",
    )

    def prepare(self):
        others = [choice for choice in self.fields["platform"].choices if choice[0] != self.group.platform]
        self.fields["platform"].choices = others

    def call(self, **basis):
        data = self.cleaned_data
        return amendments.migrate_platform(platform=data["platform"], url=data["url"], **basis)


class RotateLinkForm(_LinkMixin, ActForm):
    revoked = forms.ModelChoiceField(
        InviteLink.objects.none(), label="Thu hồi liên kết", required=False, empty_label="(không thu hồi)"
    )
    url = _link_field(label="Liên kết mới", required=False, help_text="Không bao giờ công khai.")

    def prepare(self):
        links = self.group.links.current()
        self.fields["revoked"].queryset = links
        self.fields["revoked"].label_from_instance = lambda link: f"{link}, ghi số {link.pk}"
        self.fields["revoked"].initial = links.first() if self.group.room_count == 1 else None

    def call(self, **basis):
        data = self.cleaned_data
        return amendments.rotate_link(url=data["url"], revoked=data["revoked"], **basis)


class LeadForm(ActForm):
    person = pick_person()
    post = forms.CharField(
        label="Chức vụ", max_length=150, required=False, help_text="Tên và chức vụ trưởng nhóm sẽ công khai."
    )

    def clean(self):
        data = super().clean()
        if not data.get("person") and not data.get("post"):
            self.add_error("person", "Cần chọn một người hoặc ghi một chức vụ.")
        return data

    def call(self, **basis):
        data = self.cleaned_data
        return amendments.change_lead(person=data["person"], post=clean(data["post"]), **basis)


class CorrectForm(ActForm):
    purpose = _area("Mục đích", required=False)
    level = forms.ChoiceField(label="Cấp học", choices=list(LEVEL_LABELS.items()))
    room_count = forms.IntegerField(label="Số nhóm", min_value=1, max_value=99)
    source_row = forms.CharField(label="Số thứ tự trên văn bản gốc", max_length=10, required=False)
    certain = forms.MultipleChoiceField(
        label="Đã kiểm chứng, bỏ dấu [?]", required=False, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self):
        for name in amendments.CORRECTABLE:
            self.fields[name].initial = getattr(self.group, name)
        choices = [(name, UNCERTAIN_FIELDS[name]) for name in self.group.uncertain]
        self.fields["certain"].choices = choices
        if not choices:
            del self.fields["certain"]

    def call(self, **basis):
        data = self.cleaned_data
        facts = {name: data[name] for name in amendments.CORRECTABLE}
        return amendments.correct(facts=facts, certain=data.get("certain", []), **basis)


class LinesForm(ActForm):
    """An act that replaces a list of lines; rows left empty or ticked "Bỏ" are dropped."""

    row_form: type[forms.Form]
    spare = 3

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        formset = forms.formset_factory(self.row_form, extra=self.spare, can_delete=True, max_num=200)
        self._lines = formset(self.data if self.is_bound else None, prefix="lines", initial=self.current())

    @property
    def lines(self):
        return self._lines

    def current(self) -> list[dict]:
        """Return the lines as they are now."""
        raise NotImplementedError

    def is_valid(self):
        return super().is_valid() & self._lines.is_valid()

    def rows(self) -> list[dict]:
        """Return the lines that were kept."""
        kept = (form.cleaned_data for form in self._lines if form.cleaned_data and not form.cleaned_data.get("DELETE"))
        return [{key: value for key, value in row.items() if key != "DELETE"} for row in kept]


class AdministratorRow(forms.Form):
    role = forms.ChoiceField(
        label="Vai trò",
        choices=[c for c in GROUP_ROLE_LABELS.items() if c[0] != GroupRole.LEAD],
        initial=GroupRole.DEPUTY,
    )
    person = pick_person()
    post = forms.CharField(label="Chức vụ", max_length=150, required=False)


class AdministratorsForm(LinesForm):
    row_form = AdministratorRow

    def current(self):
        rows = self.group.administrators.current().exclude(role=GroupRole.LEAD)
        return [{"role": row.role, "person": row.person_id, "post": row.post} for row in rows]

    def call(self, **basis):
        lines = [amendments.AdministratorLine(**row) for row in self.rows()]
        return amendments.change_administrators(lines=lines, **basis)


class MemberRow(forms.Form):
    kind = forms.ChoiceField(label="Loại", choices=list(MEMBER_KIND_LABELS.items()), initial="posts")
    category = forms.ChoiceField(label="Diện", choices=list(MEMBER_CATEGORY_LABELS.items()), initial="regular")
    person = pick_person(help_text="")
    post = forms.CharField(label="Chức vụ", max_length=150, required=False)
    units = forms.CharField(label="Ở các đơn vị", max_length=200, required=False)
    text = forms.CharField(label="Ghi theo văn bản", max_length=300, required=False)


class MembersForm(LinesForm):
    row_form = MemberRow
    members_text = _area(
        "Thành viên (ghi trên danh sách)",
        5,
        help_text="Sẽ công khai: ghi theo chức vụ và loại đơn vị; không ghi danh sách cá nhân, số điện thoại.",
    )

    def prepare(self):
        self.fields["members_text"].initial = self.group.members_text

    def current(self):
        names = ("kind", "category", "post", "units", "text")
        rows = self.group.members.current()
        return [{name: getattr(row, name) for name in names} | {"person": row.person_id} for row in rows]

    def call(self, **basis):
        lines = [amendments.MemberLine(**row) for row in self.rows()]
        return amendments.change_members(members_text=self.cleaned_data["members_text"], lines=lines, **basis)


class DirectiveRow(forms.Form):
    # Nothing is chosen beforehand: an untouched row is no directive, and "maintain" must be said to be recorded.
    kind = forms.ChoiceField(label="Hướng xử lý", choices=[("", "—"), *DIRECTIVE_LABELS.items()])
    target_platform = forms.ChoiceField(
        label="Chuyển sang", choices=[("", "—"), *PLATFORM_LABELS.items()], required=False
    )
    target_text = forms.CharField(label="Ghép vào", max_length=200, required=False)
    due_on = forms.DateField(label="Hạn", widget=AdminDateWidget, required=False)


class DirectForm(LinesForm):
    row_form = DirectiveRow
    directive_text = _area(
        "Hướng xử lý (ghi trên danh sách)", required=False, help_text="Như văn bản ghi. Sẽ công khai."
    )

    def prepare(self):
        self.fields["directive_text"].initial = self.group.directive_text

    def current(self):
        rows = self.group.directives.filter(done_on__isnull=True)
        names = ("kind", "target_platform", "target_text", "due_on")
        return [{name: getattr(row, name) for name in names} for row in rows]

    def call(self, **basis):
        lines = [amendments.DirectiveLine(**row) for row in self.rows()]
        return amendments.direct(directive_text=self.cleaned_data["directive_text"], lines=lines, **basis)


ACT_FORMS: dict[Action, type[ActForm]] = {
    **dict.fromkeys(_PLAIN, ActForm),
    Action.MERGE: MergeForm,
    Action.RENAME: RenameForm,
    Action.MIGRATE: MigrateForm,
    Action.ROTATE_LINK: RotateLinkForm,
    Action.CHANGE_LEAD: LeadForm,
    Action.CHANGE_ADMINISTRATORS: AdministratorsForm,
    Action.CHANGE_MEMBERS: MembersForm,
    Action.DIRECT: DirectForm,
    Action.CORRECT: CorrectForm,
}
