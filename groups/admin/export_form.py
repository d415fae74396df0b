"""The form that asks for an attached list."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget

from ..queries.authorities import authorities, only_authority
from ..services.exporting import export_list
from .picks import pick_document


class ExportForm(forms.Form):
    """Which office, which day, which variant, which covering document."""

    authority = forms.ModelChoiceField(authorities(), label="Cơ quan")
    day = forms.DateField(label="Danh sách của ngày", widget=AdminDateWidget, help_text="Như sổ ghi đến hết ngày ấy.")
    paper = forms.TypedChoiceField(
        label="Thể thức",
        choices=[
            ("", "Bản điện tử: để trống số, ngày sau “Kèm theo”"),
            ("1", "Bản giấy: điền số, ngày của văn bản kèm theo"),
        ],
        coerce=bool,
        required=False,
        empty_value=False,
        widget=forms.RadioSelect,
    )
    covering = pick_document(
        label="Văn bản kèm theo", help_text="Để trống: lấy văn bản của lần thay đổi danh sách gần nhất."
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = today
        self.fields["authority"].initial = only_authority()

    def make(self, now) -> bytes:
        """Return the PDF. Raise ActRefused where it cannot be made."""
        return export_list(now=now, **self.cleaned_data)
