"""What staff must have seen before a name or a link is written: others that it could be mistaken for.

At first nothing is written and the form comes back with what was found and a box to tick. The tick belongs to that
very name and to what was shown: another name, or another find, is asked about anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.utils.crypto import salted_hmac

from ..domain.links import BadLink, parse_link
from ..domain.lookalikes import foreign_letters
from ..domain.privacy import private_kinds
from ..domain.text import clean
from ..models import WorkGroup
from ..queries.mistakable import Likeness, declined_holders, names_like

_OF_NAME, _OF_LINK = "seen_name", "seen_link"


@dataclass(frozen=True)
class Cautions:
    """What was found. ``token`` is the value of the box that says "I have looked"; ``seen`` whether it was ticked."""

    box: str
    token: str
    seen: bool
    name: str = ""
    likenesses: list[Likeness] = field(default_factory=list)
    strange_letters: list[str] = field(default_factory=list)
    declined: list[WorkGroup] = field(default_factory=list)

    @property
    def is_about_name(self) -> bool:
        return self.box == _OF_NAME

    @property
    def sentence(self) -> str:
        """What to do, beside the field itself."""
        if self.is_about_name:
            return "Tên này có thể bị nhầm: hãy xem cảnh báo ở đầu trang, rồi sửa tên hoặc đánh dấu “Tôi đã xem”."
        return "Liên kết này từng có trong một đề nghị khác: hãy xem cảnh báo ở đầu trang rồi đánh dấu “Tôi đã xem”."


def about_name(name: str, *, group: WorkGroup | None, data: Mapping) -> Cautions | None:
    """Return what the new ``name`` of ``group`` could be mistaken for, None where nothing was found."""
    name = clean(name)
    found, letters = names_like(name, group=group), foreign_letters(name)
    if not found and not letters:
        return None
    token = _token(name, *((each.name, each.group and each.group.status, each.report is None) for each in found))
    return Cautions(_OF_NAME, token, data.get(_OF_NAME) == token, name=name, likenesses=found, strange_letters=letters)


def about_links(keys: list[str], *, group: WorkGroup, data: Mapping) -> Cautions | None:
    """Return which declined proposals once held these links, None where none did. No link enters the page."""
    declined = declined_holders(keys, group=group) if keys else []
    if not declined:
        return None
    token = _token(*sorted(keys))
    return Cautions(_OF_LINK, token, data.get(_OF_LINK) == token, declined=declined)


def _token(*parts) -> str:
    return salted_hmac("groups.cautions", repr(parts)).hexdigest()


class CautiousName:
    """A form that writes the name in ``name_field`` of ``named_group()``."""

    name_field = "name"
    cautions: Cautions | None = None

    def named_group(self) -> WorkGroup:
        return self.instance

    def clean(self):
        data = super().clean()
        name = self.cleaned_data.get(self.name_field)
        # A name that is refused anyway is not looked for.
        if name and self.name_field in self.changed_data and not private_kinds(name):
            self.cautions = about_name(name, group=self.named_group(), data=self.data)
            if self.cautions and not self.cautions.seen:
                self.add_error(self.name_field, self.cautions.sentence)
        return data


class CautiousLink:
    """A form of an act that adds the link in ``url``."""

    cautions: Cautions | None = None

    def clean_url(self):
        url = self.cleaned_data["url"]
        if url:
            try:
                link = parse_link(url)
            except BadLink as error:
                raise forms.ValidationError(str(error)) from error
            self.cautions = about_links([link.key], group=self.group, data=self.data)
            if self.cautions and not self.cautions.seen:
                raise forms.ValidationError(self.cautions.sentence)
        return url


class LinkFormSet(forms.BaseInlineFormSet):
    """The links typed into a draft."""

    cautions: Cautions | None = None

    def clean(self):
        super().clean()
        typed = [form for form in self.forms if not form.errors and not form.cleaned_data.get("DELETE")]
        keys = [form.instance.key for form in typed if form.instance.key]
        if len(set(keys)) < len(keys):
            raise forms.ValidationError("Một liên kết được ghi hai lần: hãy bỏ bớt một dòng.")
        self.cautions = about_links(keys, group=self.instance, data=self.data)
        if self.cautions and not self.cautions.seen:
            raise forms.ValidationError(self.cautions.sentence)
