"""The form of a merge: first the group that receives is chosen, then both stand side by side and people are ticked."""

from django import forms

from ..domain.text import join_lines
from ..queries.merging import Mover, Side, movers, role_there, side_of
from ..services.merging import merge_into
from .basis import ActForm, area
from .picks import pick_official_group

Ticked = list[tuple[Mover, bool]]


def _ticks(label: str, help_text: str) -> forms.TypedMultipleChoiceField:
    gone = "Có dòng không còn trong nhóm sẽ ghép, hoặc đã có ở nhóm nhận: hãy tải lại trang."
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, required=False, help_text=help_text, error_messages={"invalid_choice": gone}
    )


class MergeForm(ActForm):
    """``giving`` and ``receiving`` are the two sides; while no group is chosen, both are None."""

    successor = pick_official_group(
        label="Ghép vào nhóm", help_text="Gõ tên hoặc mã số. Chỉ chọn được nhóm khác đang chính thức. Sẽ công khai."
    )
    seen_successor = forms.IntegerField(widget=forms.HiddenInput)
    administrators = _ticks(
        "Trưởng nhóm, phó nhóm, quản trị chuyển sang",
        "Chỉ cán bộ thấy người chuyển sang; sổ công khai chỉ ghi số phó nhóm, quản trị.",
    )
    members = _ticks("Dòng thành viên chuyển sang", "Chỉ cán bộ thấy; sổ công khai chỉ ghi số dòng.")
    members_text = area(
        "Thành viên của nhóm nhận sau khi ghép (ghi trên danh sách)",
        5,
        help_text="Sẽ công khai: ghi theo chức vụ và loại đơn vị; không ghi danh sách cá nhân, số điện thoại.",
    )

    giving: Side | None = None
    receiving: Side | None = None
    not_chosen = ""

    @property
    def template(self) -> str:
        """The page of the step that this form is at."""
        return f"admin/groups/workgroup/{'merge' if self.receiving else 'merge_into'}.html"

    @property
    def joined(self):
        return {self.group.pk: self.receiving.group.pk} if self.receiving else {}

    def prepare(self):
        field = self.fields["successor"]
        field.queryset = field.queryset.exclude(pk=self.group.pk)
        typed = self.data.get("successor") if self.is_bound else self.initial.get("successor")
        try:
            chosen = field.clean(field.prepare_value(typed)) if typed else None
        except forms.ValidationError as error:
            chosen, self.not_chosen = None, " ".join(error.messages)
        if chosen:
            field.widget = forms.HiddenInput()
            self._compare(chosen)

    def _compare(self, successor) -> None:
        self.initial["successor"] = successor
        self.giving, self.receiving = side_of(self.group), side_of(successor)
        self.fields["seen_successor"].initial = successor.last_event_id
        self.fields["members_text"].initial = join_lines(successor.members_text, self.group.members_text)
        for name, rows in (("administrators", self._people()), ("members", self._lines_of_members())):
            self.fields[name].choices = [(mover.row.pk, str(mover.row)) for mover in rows if not mover.already]

    def _people(self) -> list[Mover]:
        return movers(self.giving.people, self.receiving.people)

    def _lines_of_members(self) -> list[Mover]:
        return movers(self.giving.members, self.receiving.members)

    def people_rows(self) -> Ticked:
        """Who leads and administers the group that ends, each with whether its box is ticked."""
        return self._ticked("administrators", self._people())

    def member_rows(self) -> Ticked:
        """The lines of its members, each with whether its box is ticked."""
        return self._ticked("members", self._lines_of_members())

    def _ticked(self, name: str, rows: list[Mover]) -> Ticked:
        sent = set(self.data.getlist(name)) if self.is_bound else None
        return [(mover, not mover.has_left if sent is None else str(mover.row.pk) in sent) for mover in rows]

    def call(self, **basis):
        data = self.cleaned_data
        chosen = [row for row in self.giving.people if row.pk in data["administrators"]]
        return merge_into(
            successor=data["successor"],
            administrators={row.pk: role_there(row) for row in chosen},
            members=data["members"],
            members_text=data["members_text"],
            seen_successor=data["seen_successor"],
            **basis,
        )
