"""The forms of publishing: what to publish, with which document, and the signed copy that comes back."""

from django import forms

from ..documents.signatures import MAX_BYTES
from ..domain.vocabulary import GROUPING_LABELS
from ..models import Publication
from ..queries.authorities import authorities, authorities_of, only_authority
from ..queries.publications import Draft
from ..services import publishing
from .bases import narrow
from .picks import pick_document


class PublishForm(forms.Form):
    """Whose list, in which order, with which document. ``seen`` is the digest of the preview that was looked at."""

    authority = forms.ModelChoiceField(authorities(), label="Cơ quan")
    grouping = forms.ChoiceField(
        label="Chia mục theo", choices=list(GROUPING_LABELS.items()), required=False, widget=forms.RadioSelect
    )
    covering = pick_document(
        label="Văn bản kèm theo",
        help_text="Chưa có số, ngày thì để trống: danh sách để chỗ trống và văn bản được ghi bổ sung sau. "
        "Sẽ công khai.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        narrow(self.fields, user)
        self.fields["authority"].queryset = authorities_of(user)
        self.fields["authority"].initial = only_authority(user)

    def clean(self):
        data = super().clean()
        covering, authority = data.get("covering"), data.get("authority")
        if covering and authority and covering.authority_id != authority.pk:
            self.add_error("covering", f"Văn bản kèm theo phải do {authority} ban hành.")
        return data

    @property
    def asked(self) -> dict:
        """What the list is made of."""
        return {name: self.cleaned_data[name] for name in ("authority", "grouping", "covering")}

    def again(self, draft: Draft) -> list[tuple[str, str]]:
        """Return the fields that ask for the same list once more."""
        return [
            ("authority", str(draft.authority.pk)),
            ("grouping", draft.grouping),
            ("covering", self.data.get("covering", "") if draft.covering else ""),
        ]


class CoveringForm(forms.Form):
    """The document that a published list was sent with."""

    document = pick_document(
        label="Văn bản kèm theo", help_text="Chỉ ghi được một lần: hãy kiểm tra số và ngày. Sẽ công khai."
    )

    button = "Ghi văn bản kèm theo"

    def __init__(self, *args, publication: Publication, **kwargs):
        super().__init__(*args, **kwargs)
        self.publication = publication
        field = self.fields["document"]
        field.required = True
        field.queryset = field.queryset.filter(authority=publication.authority_id)

    def perform(self, *, by, now):
        return publishing.name_covering(
            publication=self.publication, document=self.cleaned_data["document"], by=by, now=now
        )


class SignedCopyForm(forms.Form):
    """The PDF that was signed outside."""

    file = forms.FileField(
        label="Tệp PDF đã ký",
        help_text="Đúng tệp tải từ trang này rồi ký số; không in ra, không lưu lại bằng chương trình khác. "
        "Sẽ công khai.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    button = "Kiểm tra và ghi bản đã ký"

    def __init__(self, *args, publication: Publication, **kwargs):
        super().__init__(*args, **kwargs)
        self.publication = publication

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"Tệp lớn quá {MAX_BYTES // 1024**2} MB.")
        return file

    def perform(self, *, by, now):
        content = self.cleaned_data["file"].read()
        return publishing.attach_signed_copy(publication=self.publication, content=content, by=by, now=now)
