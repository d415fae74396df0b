"""The desk for groups: drafts are edited here, everything later happens through acts."""

from functools import cache

from django import forms
from django.contrib import admin
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Prefetch
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.text import capfirst

from ..domain.importing import Kind
from ..domain.status import EDITABLE, Status
from ..domain.text import fold
from ..domain.vocabulary import UNCERTAIN_FIELDS, GroupRole
from ..models import Administrator, Directive, InviteLink, Member, WorkGroup
from ..queries.authorities import authorities_of, only_authority
from ..queries.drafts import draft_version
from ..queries.facts import current_lead
from ..queries.holdings import departed_leads
from ..queries.permissions import may_export, may_import, may_record
from .bases import DIGITS, ClosedLookups, NarrowedRows, Scoped
from .cautions import CautiousName, LinkFormSet
from .filters import ConfirmFilter, DirectiveFilter, LeadFilter, MineFilter, ReasonFilter
from .group_views import GroupViews
from .note_views import NoteViews
from .picks import pick_person
from .publicity import Publicised
from .result_views import ResultViews
from .several_views import SeveralViews


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


#: What the page of one group tells besides its own row.
_SHOWN = (
    "authority",
    "status_document",
    "recognised_document",
    "source_document",
    "successor",
    "recorded_by",
    "proposed_by",
)


_FEW = 1_000
#: So many people who have left are named above the list of their groups.
_NAMED = 20
_CHECKBOX = '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="Chọn mục này: {}">'


@cache
def _badge(status: str) -> str:
    # Fifty on a page, of eight kinds.
    return render_to_string("admin/includes/badge.html", {"group": WorkGroup(status=status)})


@admin.register(WorkGroup)
class WorkGroupAdmin(SeveralViews, NoteViews, GroupViews, ResultViews, Scoped, ClosedLookups, admin.ModelAdmin):
    """Status, code and events are nobody's to type, not even a superuser's."""

    form = DraftForm
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "authority",
                    "name",
                    "platform",
                    "room_count",
                    "level",
                    "purpose",
                    "members_text",
                    "seen_version",
                ]
            },
        ),
        ("Hướng xử lý", {"fields": ["directive_text"], "classes": ["collapse"]}),
        ("Nguồn từ văn bản cũ", {"fields": ["source_document", "source_row", "uncertain"], "classes": ["collapse"]}),
    ]
    inlines = [AdministratorInline, LinkInline, MemberInline, DirectiveInline]
    list_display = ["code", "shown_name", "status_badge", "platform", "level", "lead", "since"]
    list_display_links = ["code", "shown_name"]
    list_filter = ["status", "platform", "level", DirectiveFilter, LeadFilter, ConfirmFilter, ReasonFilter, MineFilter]
    list_per_page = 50
    show_full_result_count = False
    nothing_yet = "Sổ chưa có nhóm nào. Hãy ghi từng nhóm, hoặc nhập cả danh sách từ tệp."
    show_facets = admin.ShowFacets.NEVER  # counts on every filter would cost a query each
    search_fields = ["name_key"]
    search_help_text = "Tìm theo tên (kể cả tên cũ), mã số hoặc trưởng nhóm; gõ không dấu cũng được."
    change_form_template = "admin/groups/workgroup/change_form.html"
    change_list_template = "admin/groups/workgroup/change_list.html"

    @admin.display(description="tên nhóm", ordering="name_key")
    def shown_name(self, group):
        return group.marked("name")

    @admin.display(description="trạng thái", ordering="status")
    def status_badge(self, group):
        return _badge(group.status)

    @admin.display(description="trưởng nhóm")
    def lead(self, group):
        lead = current_lead(group)
        return lead.shown if lead else "—"

    @admin.display(description="từ ngày", ordering="status_since")
    def since(self, group):
        return group.status_since_text if group.status_since else "—"

    def action_checkbox(self, group):
        # Django's own makes a widget and renders its template for each row, a quarter of the page's time.
        return format_html(_CHECKBOX, helpers.ACTION_CHECKBOX_NAME, group.pk, group)

    def get_queryset(self, request):
        # No joins: beside one, SQLite sorts all groups before it takes the first page.
        people = Prefetch("administrators", Administrator.objects.order_by("pk"))
        return super().get_queryset(request).prefetch_related(people)

    def get_object(self, request, object_id, from_field=None):
        if not (str(object_id).isascii() and str(object_id).isdecimal() and len(str(object_id)) <= DIGITS):
            return None
        if request.method == "POST" and connection.in_atomic_block:
            # Django saves the form inside a transaction: lock the draft there, so that a proposal made meanwhile is
            # seen and not overwritten.
            WorkGroup.objects.select_for_update().filter(pk=object_id).first()
        return self.get_queryset(request).select_related(*_SHOWN).filter(pk=object_id).first()

    def get_search_results(self, request, queryset, search_term):
        if not fold(search_term):
            return queryset, False
        found = WorkGroup.objects.matching_or_led_by(search_term).order_by().values_list("pk", flat=True)
        # Django counts the result and then reads a page of it: a small one is looked for only once.
        few = list(found[: _FEW + 1])
        return queryset.filter(pk__in=few if len(few) <= _FEW else found), False

    def has_add_permission(self, request):
        return may_record(request.user)

    def has_change_permission(self, request, obj=None):
        return may_record(request.user) and (obj is None or obj.status in EDITABLE)

    def has_delete_permission(self, request, obj=None):
        return obj is not None and obj.status == Status.DRAFT and may_record(request.user)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        group = self.get_object(request, object_id)
        if group is not None and not self.has_change_permission(request, group):
            if not self.has_view_permission(request, group):
                raise PermissionDenied
            if request.method == "POST":
                self.message_user(
                    request, "Nhóm không còn là bản nháp nên không sửa trực tiếp được; chưa có gì được ghi.", "error"
                )
                return HttpResponseRedirect(request.path)
            return self.record_view(request, group)
        if group is not None:
            own = self._context(request, group=group, title="Sửa bản nháp", links=None)
            del own["media"]  # Django's own page brings the scripts of the inlines
            extra_context = own | (extra_context or {})
        return super().change_view(request, object_id, form_url, extra_context)

    def get_changeform_initial_data(self, request):
        return {"authority": only_authority(request.user), **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "authority":
            kwargs["queryset"] = authorities_of(request.user).filter(ended_on=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "authority":
            # An office is not made or edited in passing.
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_view_related = False
        return field

    def save_model(self, request, obj, form, change):
        if not change:
            obj.recorded_by = request.user
        super().save_model(request, obj, form, change)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(
            request,
            {
                "title": "Nhóm",
                "may_export": may_export(request.user),
                "may_import": may_import(request.user, Kind.GROUPS),
                "kept_filters": request.user.saved_filters.all(),
                "query": request.GET.urlencode(),
                "departed": departed_leads(request.user)[:_NAMED] if request.GET.get("lead") == "departed" else [],
                **(extra_context or {}),
            },
        )
