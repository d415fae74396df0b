"""Before somebody is written who bears the name of another, it is asked once: is it another person?

Who is a namesake is what an import says too (``queries.import_cells.People``): whoever of one's own offices, in office
or not, bears the name, whatever its diacritics.
"""

from dataclasses import dataclass

from django import forms
from django.utils.crypto import salted_hmac

from ..domain.text import fold
from ..models import Person
from ..queries.import_cells import People, already_named

_BOX = "seen_namesakes"
#: So many are shown; a person reads no more.
_SHOWN = 6


@dataclass(frozen=True)
class Namesakes:
    """Who bears the name already. ``token`` is the value of the box that says "another person"; ``seen``: ticked."""

    name: str
    people: list[Person]
    token: str
    seen: bool
    box: str = _BOX

    @property
    def shown(self) -> list[Person]:
        return self.people[:_SHOWN]

    @property
    def more(self) -> int:
        return len(self.people) - len(self.shown)


class AskedOfNamesakes(forms.ModelForm):
    """The form of a person. ``asked_by`` is who fills it in."""

    asked_by = None
    namesakes: Namesakes | None = None

    def clean(self):
        data = super().clean()
        name = self.cleaned_data.get("full_name")
        # A name that is only written otherwise is still that of the same person.
        if name and fold(name) != self.instance.name_key:
            self.namesakes = self._namesakes(name, self.cleaned_data.get("unit"))
            if self.namesakes and not self.namesakes.seen:
                told = already_named(self.namesakes.people)
                self.add_error("full_name", f"{told} Đây có phải là một người khác không? Hãy xem khung ở đầu trang.")
        return data

    def _namesakes(self, name: str, unit) -> Namesakes | None:
        found = People(by=self.asked_by, retired=True, names=[name]).of(name)
        found = [each for each in found if each.pk != self.instance.pk]
        found.sort(key=lambda each: (unit is None or each.unit != unit, not each.active))
        if not found:
            return None
        # The tick belongs to that name at that unit, and to those who were shown.
        parts = fold(name), unit and unit.pk, sorted(each.pk for each in found)
        token = salted_hmac(__name__, repr(parts), algorithm="sha256").hexdigest()
        return Namesakes(name, found, token, seen=self.data.get(_BOX) == token)
