"""The letters that an act will send: shown before it is done, to the last word where one asks; a box sends none."""

from django import forms

from ..domain.letters import CONCERNS
from ..domain.status import Action
from ..models import RegisterEvent, WorkGroup
from ..queries.letters import Draft, letters_before
from ..services.outbox import rehearse

#: The name of the button that asks to read the letters before anything is written.
PREVIEW = "preview"


class LettersForm(forms.Form):
    """Mixed into the form of an act, whose ``action`` and ``perform()`` it uses."""

    no_letters = forms.BooleanField(label="Không gửi thư về việc này", required=False)

    action: Action
    rehearsed: list[Draft] | None = None

    def __init__(self, *args, site: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.site = site

    @property
    def acted_on(self) -> list[WorkGroup]:
        """The groups of the act, as far as they are known before it."""
        raise NotImplementedError

    @property
    def joined(self) -> dict[int, int]:
        """By the key of a group that is merged, the group it goes into, as far as it is known before the act."""
        return {}

    def rehearse(self, *, by, now) -> None:
        """Do the act, keep the letters it would send, and undo it. Raise ActRefused where it would be refused."""

        def act():
            done = self.perform(by=by, now=now)
            return self.told(done if isinstance(done, list) else [done])

        self.rehearsed = rehearse(act, site=self.site)

    def told(self, events: list[RegisterEvent]) -> list[RegisterEvent]:
        """Return those of the ``events`` that letters tell of, all of one act."""
        return events

    def letters(self, by) -> list[Draft]:
        """Return the letters to show: those of the rehearsal, else what is known before the form is filled."""
        if self.rehearsed is not None:
            return self.rehearsed
        if self.action not in CONCERNS or not self.site:
            return []
        return letters_before(self.action, self.acted_on, by=by, site=self.site, joined=self.joined)

    def letters_basis(self) -> dict:
        """Return what the service needs to know of the letters."""
        return {"letters_at": "" if self.cleaned_data.get("no_letters") else self.site}
