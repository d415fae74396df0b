"""The desk for groups: drafts are edited here, everything later happens through acts."""

from functools import cache

from django.contrib import admin
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Prefetch
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.html import format_html

from ..domain.importing import Kind
from ..domain.status import EDITABLE, Status
from ..domain.text import fold
from ..models import Administrator, WorkGroup
from ..queries.authorities import authorities_of, only_authority
from ..queries.facts import current_lead
from ..queries.holdings import departed_leads
from ..queries.permissions import may_export, may_import, may_record
from .bases import DIGITS, ClosedLookups, Scoped, Titled
from .draft_forms import AdministratorInline, DirectiveInline, DraftForm, LinkInline, MemberInline
from .filters import ConfirmFilter, DirectiveFilter, LeadFilter, MineFilter, ReasonFilter
from .group_list import GroupList, searched
from .group_views import GroupViews
from .note_views import NoteViews
from .result_views import ResultViews
from .sent_once import SentOnce
from .several_views import SeveralViews

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


#: So many people who have left are named above the list of their groups.
_NAMED = 20
_CHECKBOX = '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="Chọn mục này: {}">'


@cache
def _badge(status: str) -> str:
    # Fifty on a page, of eight kinds.
    return render_to_string("admin/includes/badge.html", {"group": WorkGroup(status=status)})


@admin.register(WorkGroup)
class WorkGroupAdmin(
    SentOnce, SeveralViews, NoteViews, GroupViews, ResultViews, Titled, Scoped, ClosedLookups, admin.ModelAdmin
):
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

    def get_changelist(self, request, **kwargs):
        return GroupList

    def get_object(self, request, object_id, from_field=None):
        if not (str(object_id).isascii() and str(object_id).isdecimal() and len(str(object_id)) <= DIGITS):
            return None
        if request.method == "POST" and connection.in_atomic_block:
            # Django saves the form inside a transaction: lock the draft there, so that a proposal made meanwhile is
            # seen and not overwritten.
            WorkGroup.objects.select_for_update().filter(pk=object_id).first()
        return self.get_queryset(request).select_related(*_SHOWN).filter(pk=object_id).first()

    def get_search_results(self, request, queryset, search_term):
        return (searched(queryset, search_term) if fold(search_term) else queryset), False

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
                "may_export": may_export(request.user),
                "may_import": may_import(request.user, Kind.GROUPS),
                "kept_filters": request.user.saved_filters.all(),
                "refused_name": self.refused_name(request),
                "query": request.GET.urlencode(),
                "departed": departed_leads(request.user)[:_NAMED] if request.GET.get("lead") == "departed" else [],
                **(extra_context or {}),
            },
        )
