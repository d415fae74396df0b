"""Forms of acts that replace a list of lines: administrators, members, directives."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget

from ..domain.platforms import PLATFORM_LABELS
from ..domain.vocabulary import (
    DIRECTIVE_LABELS,
    GROUP_ROLE_LABELS,
    MEMBER_CATEGORY_LABELS,
    MEMBER_KIND_LABELS,
    GroupRole,
)
from ..services import amendments
from .bases import narrow
from .basis import ActForm, area
from .picks import pick_person


class LinesForm(ActForm):
    """An act that replaces a list of lines; rows left empty or ticked "Bỏ" are dropped."""

    row_form: type[forms.Form]
    spare = 3
    #: Who sees the lines.
    lines_help = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = type(self.row_form.__name__, (self.row_form,), {})  # its fields are narrowed for this person alone
        formset = forms.formset_factory(row, extra=self.spare, can_delete=True, max_num=200)
        narrow(formset.form.base_fields, self.user)
        lines = self.current()
        if people := formset.form.base_fields.get("person"):
            people.offer_too(line["person"] for line in lines)
        self._lines = formset(self.data if self.is_bound else None, prefix="lines", initial=lines)

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
    lines_help = "Chỉ cán bộ thấy từng người; sổ công khai chỉ ghi số người."

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
    lines_help = "Chỉ cán bộ thấy từng dòng; điều công khai là ô “Thành viên (ghi trên danh sách)” ở trên."
    members_text = area(
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
    lines_help = (
        "Chỉ cán bộ thấy từng việc và hạn; việc đã thực hiện thì tên việc và ngày thực hiện sẽ công khai trên "
        "danh sách."
    )
    directive_text = area(
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
