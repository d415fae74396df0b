"""A field to pick a row by typing: suggestions from the browser's own list, the answer worked out on the server.

Native, so it needs no script, works with a keyboard, a phone and a screen reader, and with any number of rows: what is
typed need not be one of the suggestions, it must only fit one row.
"""

from collections.abc import Callable, Iterable

from django import forms
from django.db.models import Model, Q, QuerySet

from ..domain.text import fold
from .bases import DIGITS

_SUGGESTED = 200
_NAMED = 5


class PickWidget(forms.TextInput):
    """A text input with a list of suggestions."""

    template_name = "admin/widgets/pick.html"
    field: "PickField"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        list_id = f"{widget['attrs'].get('id', name)}_list"
        widget["attrs"]["list"] = list_id
        widget["list_id"] = list_id
        widget["suggestions"] = [self.field.label_of(row) for row in self.field.rows()[:_SUGGESTED]]
        return context

    def format_value(self, value):
        return self.field.prepare_value(value)


class PickField(forms.Field):
    """Clean to a row of ``queryset``, or None. ``search(queryset, text)`` narrows it by what was typed.

    A label ends in "(số N)", the row's own number, so that two of the same name can be told apart. Typed by hand, only
    one of the row's own ``names`` is taken without asking: "96/GDĐT" is found in "1496/GDĐT" and is another document.
    """

    widget = PickWidget

    def __init__(
        self,
        queryset: QuerySet,
        search: Callable[[QuerySet, str], QuerySet],
        names: Callable[[Model], list[str]] = lambda row: [str(row)],
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.queryset, self.search, self.names = queryset, search, names
        self.widget.field = self
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs.setdefault("class", "vTextField")

    def __deepcopy__(self, memo):
        copy = super().__deepcopy__(memo)
        copy.widget.field = copy
        return copy

    def offer_too(self, there: Iterable[int | None]) -> None:
        """Offer the rows with the keys ``there`` as well: what stands in the form already but may not be picked anew.

        Not offered it would be shown as nothing, and be gone once anybody saves what stands beside it.
        """
        kept = [pk for pk in there if pk is not None]
        if kept:
            every = self.queryset.model._default_manager.all()
            self.queryset = every.filter(Q(pk__in=self.queryset.values("pk")) | Q(pk__in=kept))

    def rows(self) -> QuerySet:
        """Return the rows to pick from, anew for each form."""
        return self.queryset.all()

    @staticmethod
    def label_of(row: Model) -> str:
        """Return what a person reads and picks."""
        return f"{row} (số {row.pk})"

    def prepare_value(self, value):
        if isinstance(value, Model):
            return self.label_of(value)
        if isinstance(value, int):
            row = self.rows().filter(pk=value).first()
            return self.label_of(row) if row else ""
        return value or ""

    def to_python(self, value):
        text = (value or "").strip()
        if not text:
            return None
        number = text.rpartition("(số ")[2].removesuffix(")") if text.endswith(")") else ""
        if (
            number.isdecimal()
            and len(number) < DIGITS
            and (row := self.rows().filter(pk=int(number)).first())
            and self.label_of(row) == text
        ):
            return row
        found = list(self.search(self.rows(), text).distinct()[: _NAMED + 1])
        exact = [row for row in found if fold(text) in map(fold, self.names(row))]
        if len(exact) == 1:
            return exact[0]
        if len(found) == 1:
            label = self.label_of(found[0])
            raise forms.ValidationError(f"“{text}” chưa đủ rõ. Có phải là: {label}? Nếu đúng, hãy chọn trong gợi ý.")
        if not found:
            raise forms.ValidationError(f"Không tìm thấy “{text}”: hãy gõ lại, hoặc chọn trong danh sách gợi ý.")
        names = "; ".join(self.label_of(row) for row in found[:_NAMED])
        more = " …" if len(found) > _NAMED else ""
        raise forms.ValidationError(f"“{text}” khớp với nhiều mục: {names}{more}. Hãy chọn một.")

    def has_changed(self, initial, data):
        return self.prepare_value(initial) != (data or "").strip()
