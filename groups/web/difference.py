"""What differs between the lists of any two days."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..queries.attached_list import facts_on
from ..queries.authorities import authorities, only_authority
from ..queries.difference import difference, gone_because
from .pages import page

_DAY = "Hãy ghi ngày theo dạng ngày/tháng/năm, ví dụ 05/11/2021."


class DaysForm(forms.Form):
    """Two days, and whose list where there are several offices."""

    tu = forms.DateField(
        label="Danh sách của ngày",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        error_messages={"invalid": _DAY, "required": _DAY},
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric", "placeholder": "ngày/tháng/năm"}),
    )
    den = forms.DateField(
        label="So với ngày",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        error_messages={"invalid": _DAY, "required": _DAY},
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric", "placeholder": "ngày/tháng/năm"}),
    )
    authority = forms.ModelChoiceField(authorities(), label="Cơ quan", required=False, to_field_name="code")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        if only := only_authority():
            self.fields["authority"].widget = forms.HiddenInput()
            self.only = only
        else:
            self.only = None
            self.fields["authority"].required = True

    def clean(self):
        data = super().clean()
        for name in ("tu", "den"):
            if data.get(name) and data[name] > self.today:
                self.add_error(name, f"Chưa có danh sách của ngày {data[name]:%d/%m/%Y}: ngày ấy chưa tới.")
        data["authority"] = data.get("authority") or self.only
        return data


@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """Ask for two days, and show what differs between their lists."""
    today = timezone.localdate()
    asked = "tu" in request.GET or "den" in request.GET
    form = DaysForm(request.GET if asked else None, today=today, initial={"den": f"{today:%d/%m/%Y}"})
    context = {"here": "publications", "form": form}
    if asked and form.is_valid():
        first, last = sorted((form.cleaned_data["tu"], form.cleaned_data["den"]))
        authority = form.cleaned_data["authority"]
        before, after = facts_on(authority, first), facts_on(authority, last)
        gone = {facts["code"] for facts in before} - {facts["code"] for facts in after}
        context |= {
            "first": first,
            "last": last,
            "swapped": first != form.cleaned_data["tu"],
            "counts": (len(before), len(after)),
            "difference": difference(before, after, gone_because(gone, day=last) if gone else None),
        }
    return page(request, "groups/difference.html", context)
