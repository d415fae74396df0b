"""The forms of an import: which file with which basis, and what must be decided before it is written."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget

from ..domain.dates import short_date
from ..domain.importing import KIND_LABELS, Kind
from ..models import ImportRun
from ..models.fields import validate_public_text
from ..queries.authorities import authorities, authorities_of
from ..services.import_reading import upload
from ..services.import_runs import confirm_run
from .basis import area
from .picks import pick_document

_BASED = ("authority", "effective_on", "document", "reason")
_ACCEPT = ".xlsx,.ods,.docx,.csv"


class UploadForm(forms.Form):
    """A sheet of one kind. Units and people enter no log, so they rest on nothing."""

    file = forms.FileField(
        label="Tệp",
        help_text="Excel (.xlsx), OpenDocument (.ods), bảng trong văn bản Word (.docx) hoặc CSV, không quá 10 MB. "
        "Tải lên chưa ghi gì vào sổ: bước sau cho xem trước từng dòng.",
        widget=forms.FileInput(attrs={"accept": _ACCEPT}),
        error_messages={"empty": "Tệp này rỗng (0 byte): hãy mở tệp gốc, lưu lại rồi chọn lại."},
    )
    authority = forms.ModelChoiceField(authorities(), label="Cơ quan quản lý", empty_label=None)
    effective_on = forms.DateField(label="Hiệu lực từ ngày", widget=AdminDateWidget)
    document = pick_document(
        label="Văn bản làm căn cứ", help_text="Không bắt buộc. Gõ số, ký hiệu hoặc trích yếu của văn bản trong sổ."
    )
    reason = area(
        "Lý do",
        2,
        required=False,
        validators=[validate_public_text],
        help_text="Không bắt buộc. Sẽ ghi vào sổ; chỉ cán bộ đọc được.",
    )

    def __init__(self, *args, kind: str, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.today = kind, today
        if kind not in (Kind.GROUPS, Kind.MEMBERS):
            for name in _BASED:
                del self.fields[name]
            return
        offices = authorities_of(user).filter(ended_on=None)
        self.fields["authority"].queryset = offices
        self.fields["effective_on"].initial = today
        if len(only := list(offices[:2])) == 1:
            self.fields["authority"].initial = only[0]

    def clean(self):
        data = super().clean()
        document, authority, day = data.get("document"), data.get("authority"), data.get("effective_on")
        if day and day > self.today:
            self.add_error("effective_on", f"Ngày hiệu lực không được sau hôm nay ({short_date(self.today)}).")
        if day and document and document.issued_on and day < document.issued_on:
            self.add_error("effective_on", "Ngày hiệu lực không được trước ngày ban hành của văn bản làm căn cứ.")
        if document and authority and document.authority_id != authority.pk:
            self.add_error("document", f"Văn bản làm căn cứ phải do {authority} ban hành.")
        return data

    def perform(self, *, by, now) -> ImportRun:
        """Read the file. Raise ActRefused where it cannot be read."""
        data = dict(self.cleaned_data)
        file = data.pop("file")
        return upload(by=by, now=now, kind=self.kind, file_name=file.name, content=file.read(), **data)


class ConfirmForm(forms.Form):
    """What has been looked at, and what is to be written."""

    seen = forms.CharField(widget=forms.HiddenInput)
    leave_out = forms.BooleanField(required=False)
    looked = forms.BooleanField(required=False)
    update = forms.BooleanField(required=False)

    def perform(self, *, run: ImportRun, by, now) -> ImportRun:
        """Give the order to write. Raise ActRefused for what is still to be decided."""
        return confirm_run(run=run, by=by, now=now, **self.cleaned_data)


def kinds_for(user, may) -> list[tuple[str, str]]:
    """Return (kind, label) of what ``user`` may import."""
    return [(str(kind), label) for kind, label in KIND_LABELS.items() if may(user, kind)]
