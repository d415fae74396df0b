"""One day for several directives, under one document."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget

from ..domain.status import Action
from ..models import Directive, RegisterEvent
from ..queries.tasks import Task
from ..services.due_dates import set_due
from ..services.transactions import transactional
from .basis import BasisForm


class DueForm(BasisForm):
    """Which tasks were ticked, as they stood on the screen, and by when they are to be done."""

    due_on = forms.DateField(
        label="Hạn thực hiện",
        widget=AdminDateWidget,
        required=False,
        help_text="Áp dụng cho mọi việc được đánh dấu. Chỉ cán bộ thấy.",
    )
    no_due = forms.BooleanField(label="Bỏ hạn đang có", required=False)

    def __init__(self, *args, tasks: list[Task], marks: dict[int, str], **kwargs):
        super().__init__(*args, action=Action.DIRECT, authority=tasks[0].directive.group.authority, **kwargs)
        self.tasks, self.marks = tasks, marks
        self.sent = set(self.data.getlist("task")) if self.is_bound else set()

    def rows(self) -> list[tuple[Task, str, bool]]:
        """The tasks of the page: each with the mark of its group and whether its box is ticked."""
        return [
            (task, self.marks[task.directive.group_id], not self.is_bound or str(task.directive.pk) in self.sent)
            for task in self.tasks
        ]

    @property
    def ticked(self) -> list[Directive]:
        return [task.directive for task, _, ticked in self.rows() if ticked]

    @property
    def acted_on(self):
        return list({row.group for row in self.ticked})

    def clean(self):
        data = super().clean()
        if bool(data.get("due_on")) == bool(data.get("no_due")) and "due_on" not in self.errors:
            self.add_error("due_on", "Hãy ghi một ngày, hoặc đánh dấu “Bỏ hạn đang có”.")
        return data

    @transactional
    def perform(self, *, by, now) -> list[RegisterEvent]:
        """Record the day of every ticked task, and the new document it rests on: all of it, or nothing."""
        basis = self.basis(by=by, now=now)
        seen = set(self.data.getlist("seen"))
        return set_due(directives=self.ticked, due_on=self.cleaned_data["due_on"], seen=seen, **basis)
