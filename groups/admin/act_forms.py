"""One small form for each act. A form asks; the service it names decides and writes."""

from django import forms

from ..domain.platforms import PLATFORM_LABELS
from ..domain.status import Action
from ..domain.text import clean
from ..domain.vocabulary import LEVEL_LABELS, UNCERTAIN_FIELDS
from ..models import InviteLink
from ..services import amendments
from .basis import PLAIN, ActForm, area, link_field
from .cautions import CautiousLink, CautiousName
from .line_forms import AdministratorsForm, DirectForm, MembersForm
from .merge_form import MergeForm
from .picks import pick_person
from .publicity import NEVER, PUBLIC, joined


class RenameForm(CautiousName, ActForm):
    name_field = "new_name"
    new_name = forms.CharField(
        label="Tên mới", max_length=200, help_text=joined("Đúng như tên sẽ hiện trong ứng dụng.", PUBLIC)
    )

    def prepare(self):
        self.fields["new_name"].initial = self.group.name

    def named_group(self):
        return self.group

    def call(self, **basis):
        return amendments.rename(new_name=self.cleaned_data["new_name"], **basis)


class MigrateForm(CautiousLink, ActForm):
    platform = forms.ChoiceField(label="Chuyển sang", choices=list(PLATFORM_LABELS.items()), help_text=PUBLIC)
    url = link_field(
        label="Liên kết mời mới",
        required=False,
        help_text=joined("Có thể bổ sung sau. Liên kết của ứng dụng cũ bị thu hồi.", NEVER),
    )

    def prepare(self):
        others = [choice for choice in self.fields["platform"].choices if choice[0] != self.group.platform]
        self.fields["platform"].choices = others

    def call(self, **basis):
        data = self.cleaned_data
        return amendments.migrate_platform(platform=data["platform"], url=data["url"], **basis)


class RotateLinkForm(CautiousLink, ActForm):
    revoked = forms.ModelChoiceField(
        InviteLink.objects.none(),
        label="Thu hồi liên kết",
        required=False,
        empty_label="(không thu hồi)",
        help_text="Không bao giờ công khai; sổ công khai chỉ ghi là liên kết đã được thay.",
    )
    url = link_field(label="Liên kết mới", required=False, help_text=NEVER)
    only_revoke = forms.BooleanField(
        label="Chỉ thu hồi, chưa có liên kết mới",
        required=False,
        help_text="Liên kết đã thu hồi không bao giờ dùng lại được.",
    )

    def clean(self):
        data = super().clean()
        if data.get("revoked") and not data.get("url") and not data.get("only_revoke") and "url" not in self.errors:
            self.add_error("url", "Hãy nhập liên kết mới; nếu chưa có mà vẫn muốn thu hồi, hãy đánh dấu ô bên dưới.")
        return data

    def prepare(self):
        links = self.group.links.current()
        self.fields["revoked"].queryset = links
        self.fields["revoked"].label_from_instance = lambda link: f"{link}, ghi số {link.pk}"
        self.fields["revoked"].initial = links.first() if self.group.room_count == 1 else None

    def call(self, **basis):
        data = self.cleaned_data
        return amendments.rotate_link(url=data["url"], revoked=data["revoked"], **basis)


class LeadForm(ActForm):
    person = pick_person(help_text="Gõ tên; người chưa có thì ghi trước ở mục Người. Họ tên sẽ công khai.")
    post = forms.CharField(label="Chức vụ", max_length=150, required=False, help_text=PUBLIC)

    def clean(self):
        data = super().clean()
        if not data.get("person") and not data.get("post"):
            self.add_error("person", "Cần chọn một người hoặc ghi một chức vụ.")
        return data

    def call(self, **basis):
        data = self.cleaned_data
        return amendments.change_lead(person=data["person"], post=clean(data["post"]), **basis)


class CorrectForm(ActForm):
    purpose = area("Mục đích", required=False, help_text=PUBLIC)
    level = forms.ChoiceField(label="Cấp học", choices=list(LEVEL_LABELS.items()), help_text=PUBLIC)
    room_count = forms.IntegerField(label="Số nhóm", min_value=1, max_value=99, help_text=PUBLIC)
    source_row = forms.CharField(label="Số thứ tự trên văn bản gốc", max_length=10, required=False, help_text=PUBLIC)
    certain = forms.MultipleChoiceField(
        label="Đã kiểm chứng, bỏ dấu [?]",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sẽ công khai: dấu [?] không còn hiện trên danh sách.",
    )

    def prepare(self):
        for name in amendments.CORRECTABLE:
            self.fields[name].initial = getattr(self.group, name)
        choices = [(name, UNCERTAIN_FIELDS[name]) for name in self.group.uncertain]
        self.fields["certain"].choices = choices
        if not choices:
            del self.fields["certain"]

    def call(self, **basis):
        data = self.cleaned_data
        facts = {name: data[name] for name in amendments.CORRECTABLE}
        return amendments.correct(facts=facts, certain=data.get("certain", []), **basis)


ACT_FORMS: dict[Action, type[ActForm]] = {
    **dict.fromkeys(PLAIN, ActForm),
    Action.MERGE: MergeForm,
    Action.RENAME: RenameForm,
    Action.MIGRATE: MigrateForm,
    Action.ROTATE_LINK: RotateLinkForm,
    Action.CHANGE_LEAD: LeadForm,
    Action.CHANGE_ADMINISTRATORS: AdministratorsForm,
    Action.CHANGE_MEMBERS: MembersForm,
    Action.DIRECT: DirectForm,
    Action.CORRECT: CorrectForm,
}
