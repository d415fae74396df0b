"""What a draft is edited with: its form, and a table of rows for each kind of thing that belongs to it."""

from django import forms
from django.contrib import admin
from django.utils.text import capfirst

from ..domain.vocabulary import UNCERTAIN_FIELDS, GroupRole
from ..models import Administrator, Directive, InviteLink, Member, WorkGroup
from ..queries.drafts import draft_version
from ..queries.permissions import may_record
from .bases import NarrowedRows
from .cautions import CautiousName, LinkFormSet
from .picks import pick_person
from .publicity import Publicised


class RowForm(forms.ModelForm):
    """A row of a table: the head of its column is for the eye, the name of each field for a screen reader."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("aria-label", capfirst(field.label or ""))


class DraftInline(Publicised, NarrowedRows):
    """Rows of a draft; whoever may record drafts may edit them."""

    form = RowForm
    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None and (people := formset.form.base_fields.get("person")):
            people.offer_too(self.model.objects.filter(group=obj).values_list("person", flat=True))
        return formset

    def has_view_permission(self, request, obj=None):
        return may_record(request.user)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class AdministratorForm(RowForm):
    person = pick_person(help_text="")


class MemberForm(RowForm):
    person = pick_person(help_text="")


class AdministratorFormSet(forms.BaseInlineFormSet):
    """The people of a draft: each row is checked against the database, and here against the others."""

    def clean(self):
        super().clean()
        kept = [form.cleaned_data for form in self.forms if not form.errors and not form.cleaned_data.get("DELETE")]
        if sum(row.get("role") == GroupRole.LEAD for row in kept) > 1:
            raise forms.ValidationError("Mỗi nhóm chỉ có một trưởng nhóm: hãy chọn vai trò khác cho các dòng còn lại.")


class AdministratorInline(DraftInline, admin.TabularInline):
    model = Administrator
    form = AdministratorForm
    formset = AdministratorFormSet
    min_num = 1
    fields = ["role", "person", "post", "uncertain"]
    verbose_name_plural = "trưởng nhóm (sẽ công khai), phó nhóm, quản trị (chỉ cán bộ thấy)"


class MemberInline(DraftInline, admin.TabularInline):
    model = Member
    form = MemberForm
    fields = ["kind", "category", "person", "post", "units", "text"]
    verbose_name_plural = "thành viên, từng dòng (chỉ cán bộ thấy)"


class DirectiveInline(DraftInline, admin.TabularInline):
    model = Directive
    fields = ["kind", "target_platform", "target_text", "due_on"]
    verbose_name_plural = "hướng xử lý, từng việc (chỉ cán bộ thấy)"


class LinkInline(DraftInline, admin.TabularInline):
    """Links are typed in here; those already recorded show only that they are there."""

    model = InviteLink
    formset = LinkFormSet
    fields = ["url"]
    verbose_name_plural = "liên kết mời (giữ kín)"

    def has_change_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return []

    def get_queryset(self, request):
        # A draft's page must not show a secret that nobody asked for; "Xem liên kết" does, and is recorded.
        return super().get_queryset(request).none()


class DraftForm(CautiousName, forms.ModelForm):
    """A draft, with the uncertain readings as boxes to tick."""

    uncertain = forms.MultipleChoiceField(
        label="Những mục đọc chưa chắc",
        choices=list(UNCERTAIN_FIELDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sẽ công khai: hiện kèm dấu [?].",
    )

    seen_version = forms.CharField(label="Bản đã xem", widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Before the form writes what was typed into the instance.
        self._version = draft_version(self.instance) if self.instance.pk else ""
        self.fields["seen_version"].initial = self._version

    def clean(self):
        data = super().clean()
        if data.get("seen_version", "") != self._version:
            raise forms.ValidationError(
                "Bản nháp này vừa được người khác sửa sau khi bạn mở trang. Chưa có gì được ghi; hãy mở bản nháp ở một "
                "thẻ khác để xem nội dung mới, rồi nhập lại phần của bạn."
            )
        return data

    class Meta:
        model = WorkGroup
        fields = [
            "authority",
            "name",
            "platform",
            "room_count",
            "level",
            "purpose",
            "members_text",
            "directive_text",
            "source_document",
            "source_row",
            "uncertain",
        ]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("purpose", "members_text", "directive_text")}
