"""A page opened before somebody else saved overwrites nothing unseen: what changed meanwhile is said first."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.models import Model
from django.utils.crypto import salted_hmac

_FIELD = "seen_state"


class SeenState(forms.ModelForm):
    """A form that knows which state of the row its page showed, as one short keyed hash a field."""

    seen_state = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._now = {name: _mark(name, self._value(name)) for name in self.fields if name != _FIELD}
        self.initial[_FIELD] = ",".join(f"{name}:{mark}" for name, mark in self._now.items())

    def clean(self):
        data = super().clean()
        seen = dict(part.split(":", 1) for part in self.cleaned_data.get(_FIELD, "").split(",") if ":" in part)
        if changed := [name for name, mark in self._now.items() if seen.get(name) != mark]:
            # What was typed stays in the form; saving once more is then done with open eyes.
            self.data = self.data.copy()
            self.data[self.add_prefix(_FIELD)] = self.initial[_FIELD]
            told = "; ".join(f"{self.fields[name].label}: hiện là “{self._words(name)}”" for name in changed)
            raise ValidationError(
                "Mục này vừa được người khác sửa sau khi bạn mở trang, nên chưa có gì được ghi. Những chỗ đã khác: "
                f"{told}. Phần bạn nhập vẫn còn ở dưới: hãy sửa lại nếu cần rồi lưu lần nữa."
            )
        return data

    def _value(self, name: str):
        return self.get_initial_for_field(self.fields[name], name)

    def _words(self, name: str) -> str:
        field, value = self.fields[name], self._value(name)
        if isinstance(value, bool):
            return "có" if value else "không"
        if isinstance(field, forms.ModelChoiceField):
            keys = [_key(each) for each in (value if isinstance(value, list) else [value])]
            rows = field.queryset.model._default_manager.filter(pk__in=keys)
            return ", ".join(map(str, rows)) or "để trống"
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value)) or "để trống"
        if hasattr(value, "strftime"):
            return f"{value:%d/%m/%Y}"
        return str(value or "để trống")


class Careful:
    """A table whose rows are saved only as they were seen. The template of the form shows the hidden field."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        asked = request, object_id, form_url, extra_context
        try:
            return super().changeform_view(*asked)
        except IntegrityError:
            # Somebody wrote what may be there once only, between the form's own checks and the row. Nothing of this
            # send was written; the same checks see it now and say so, with what was typed still there.
            return super().changeform_view(*asked)

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None and self.has_change_permission(request, obj):
            kwargs["form"] = type("CarefulForm", (SeenState, kwargs.get("form", self.form)), {})
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request, obj=None):
        return [name for name in super().get_fields(request, obj) if name != _FIELD]

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST" or not connection.in_atomic_block:
            return found
        # Whoever saves the same row at this moment is waited for, and his state is the one compared with.
        self.model._base_manager.select_for_update().filter(pk=found.pk).first()
        return super().get_object(request, object_id, from_field)


def _mark(name: str, value) -> str:
    many = isinstance(value, Iterable) and not isinstance(value, str | bytes) and not hasattr(value, "name")
    plain = sorted(str(_key(each)) for each in value) if many else "" if value is None else str(_key(value))
    return salted_hmac(f"{__name__}.{name}", repr(plain), algorithm="sha256").hexdigest()[:16]


def _key(value):
    return value.pk if isinstance(value, Model) else value
