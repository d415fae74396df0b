"""What a reader may ask the list for."""

import re
from functools import cache
from typing import NamedTuple, Self

from django import forms
from django.http import QueryDict

from ..domain.platforms import PLATFORM_LABELS
from ..domain.privacy import private_kinds
from ..domain.text import clean, fold
from ..domain.vocabulary import LEVEL_LABELS
from ..queries.public_list import STATE_LABELS, State, Wanted

MAX_TEXT = 200
# Wider than ``private_kinds``: here the text is only shown again, so a doubt is enough to keep it off the page.
_LIKE_AN_ADDRESS = re.compile(r"://|www\.|(?:zalo|viber)[\w.]*\.(?:me|com|vn)\b|/g/|[?&]g2?=", re.I)
_UNKNOWN = "{} không có trong bộ lọc, nên trang này hiện {}."


def _choice(name: str, shown_instead: str, labels: dict[str, str]) -> forms.ChoiceField:
    message = _UNKNOWN.format(name, shown_instead)
    return forms.ChoiceField(required=False, choices=labels.items(), error_messages={"invalid_choice": message})


class Choices(NamedTuple):
    """What the filters of the list offer: (value, label) each."""

    platforms: tuple[tuple[str, str], ...] = tuple(PLATFORM_LABELS.items())
    levels: tuple[tuple[str, str], ...] = tuple(LEVEL_LABELS.items())


class ListForm(forms.Form):
    """The query of the list. A field that cannot be read is left out and said in words; it is never shown again."""

    q = forms.CharField(required=False)
    app = _choice("Ứng dụng này", "mọi ứng dụng", PLATFORM_LABELS)
    level = _choice("Cấp học này", "mọi cấp học", LEVEL_LABELS)
    state = _choice("Mục này", "các nhóm chính thức", STATE_LABELS)

    def clean_q(self) -> str:
        """Return the words to search for. Refuse what is a secret, what is too long and what holds no word."""
        text = clean(self.cleaned_data["q"])
        if _LIKE_AN_ADDRESS.search(text) or "đường liên kết" in private_kinds(text):
            raise forms.ValidationError("Đây có vẻ là liên kết mời.", code="link")
        if private_kinds(text):
            raise forms.ValidationError("Đây có vẻ là số điện thoại hoặc thư điện tử.", code="private")
        if len(text) > MAX_TEXT:
            raise forms.ValidationError("Câu tìm quá dài.", code="long")
        if text and not fold(text):
            raise forms.ValidationError("Câu tìm không có chữ hay số nào.", code="empty")
        return text

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Return the form of what was asked, read; most readers ask for nothing, and share one form."""
        if not any(name in query for name in cls.base_fields):
            return _unasked()
        form = cls(query)
        form.is_valid()
        return form

    @property
    def wanted(self) -> Wanted:
        """What was asked for, as far as it could be read."""
        asked = self.cleaned_data
        return Wanted(
            text=asked.get("q", ""),
            platform=asked.get("app", ""),
            level=asked.get("level", ""),
            state=State(asked.get("state") or State.OFFICIAL),
        )

    @property
    def refused(self) -> str:
        """The code of what is wrong with the text, empty where it could be searched for."""
        errors = self.errors.as_data().get("q", [])
        return errors[0].code if errors else ""

    @property
    def ignored(self) -> list[str]:
        """What else could not be read, in sentences."""
        return [message for name, messages in self.errors.items() if name != "q" for message in messages]


@cache
def _unasked() -> ListForm:
    form = ListForm({})
    form.is_valid()
    return form
