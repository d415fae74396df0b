"""The log of the register in words, and the script with which anybody checks it."""

from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..domain.codes import BadCode, parse_code
from ..domain.entries import PUBLIC_ACTIONS
from ..domain.status import TRANSITIONS
from ..queries import public_log
from ..queries.public_log import Asked
from .pages import page

_ACTIONS = [("", "Tất cả"), *((action, rule.label) for action, rule in TRANSITIONS.items() if action in PUBLIC_ACTIONS)]
_DAY = "Hãy ghi ngày theo dạng ngày/tháng/năm, ví dụ 05/11/2026."
_SCRIPT = settings.BASE_DIR / "scripts" / "verify_offline.py"


def _day(label: str) -> forms.DateField:
    entry = forms.TextInput(attrs={"class": "input", "inputmode": "numeric", "placeholder": "ngày/tháng/năm"})
    formats = ["%d/%m/%Y", "%Y-%m-%d"]
    return forms.DateField(
        label=label, required=False, input_formats=formats, error_messages={"invalid": _DAY}, widget=entry
    )


class LogForm(forms.Form):
    """What a reader may ask the log for. A field that cannot be read is said so, and nothing is narrowed by it."""

    ma = forms.CharField(
        label="Mã số của nhóm",
        required=False,
        max_length=40,
        error_messages={"max_length": "Mã số dài quá."},
        widget=forms.TextInput(attrs={"class": "input", "placeholder": "ví dụ BM-0001-8", "autocomplete": "off"}),
    )
    viec = forms.ChoiceField(
        label="Việc",
        required=False,
        choices=_ACTIONS,
        error_messages={"invalid_choice": "Việc này không có trong danh mục."},
        widget=forms.Select(attrs={"class": "input"}),
    )
    tu = _day("Hiệu lực từ ngày")
    den = _day("Đến hết ngày")
    truoc = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**53 - 1,
        widget=forms.HiddenInput(),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Không có trang ấy; đây là trang mới nhất của sổ."
        ),
    )

    def clean_ma(self) -> str:
        """Return the canonical code. Refuse what is none, without repeating it."""
        text = self.cleaned_data["ma"].strip()
        try:
            return parse_code(text) if text else ""
        except BadCode as error:
            raise forms.ValidationError("Đây không phải mã số của một nhóm, ví dụ BM-0001-8.") from error

    @property
    def asked(self) -> Asked:
        """What was asked for, as far as it could be read."""
        said = self.cleaned_data
        return Asked(
            code=said.get("ma", ""),
            action=said.get("viec", ""),
            since=said.get("tu"),
            until=said.get("den"),
            before=said.get("truoc") or 0,
        )

    @property
    def troubles(self) -> list[str]:
        """What could not be read, in sentences."""
        return [message for messages in self.errors.values() for message in messages]


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The log, newest first, with the head that proves it."""
    form = LogForm(request.GET)
    form.is_valid()
    asked = form.asked
    found = public_log.log_page(asked)
    context = {
        "here": "log",
        "form": form,
        "asked": asked,
        "found": found,
        "head": public_log.signed_head(),
        "older": _link(asked, found.older) if found.older else "",
        "newest": _link(asked, 0) if asked.before else "",
    }
    return page(request, "groups/log.html", context)


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The program that checks lists, cards and the log without this site."""
    response = HttpResponse(_SCRIPT.read_bytes(), content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{_SCRIPT.name}"'
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _link(asked: Asked, before: int) -> str:
    said = {
        "ma": asked.code,
        "viec": asked.action,
        "tu": f"{asked.since:%d/%m/%Y}" if asked.since else "",
        "den": f"{asked.until:%d/%m/%Y}" if asked.until else "",
        "truoc": before or "",
    }
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{reverse('web:log')}?{query}" if query else reverse("web:log")
