"""The form that asks for an attached list."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget

from ..domain.vocabulary import GROUPING_LABELS
from ..queries.authorities import authorities, authorities_of, only_authority
from ..services.exporting import FORM_LABELS, ExportedFile, Form, export_list
from .bases import narrow
from .picks import pick_document


class ExportForm(forms.Form):
    """Which office, which day, in which form, with which covering document."""

    authority = forms.ModelChoiceField(authorities(), label="Cơ quan")
    day = forms.DateField(label="Danh sách của ngày", widget=AdminDateWidget, help_text="Như sổ ghi đến hết ngày ấy.")
    form = forms.TypedChoiceField(
        label="Dạng tệp",
        choices=list(FORM_LABELS.items()),
        coerce=Form,
        initial=Form.ELECTRONIC,
        required=False,
        empty_value=Form.ELECTRONIC,
        widget=forms.RadioSelect,
    )
    grouping = forms.ChoiceField(
        label="Chia mục theo", choices=list(GROUPING_LABELS.items()), required=False, widget=forms.RadioSelect
    )
    covering = pick_document(
        label="Văn bản kèm theo", help_text="Để trống: lấy văn bản của lần thay đổi danh sách gần nhất."
    )

    def __init__(self, *args, today, user, **kwargs):
        super().__init__(*args, **kwargs)
        narrow(self.fields, user)
        self.fields["authority"].queryset = authorities_of(user)
        self.fields["day"].initial = today
        self.fields["authority"].initial = only_authority(user)

    def make(self, now) -> ExportedFile:
        """Return the file. Raise ActRefused where it cannot be made."""
        return export_list(now=now, **self.cleaned_data)
