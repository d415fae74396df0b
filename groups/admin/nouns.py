"""Units, letterheads, people and documents."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import FileResponse, Http404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from ..domain.dates import issue_refusal
from ..domain.importing import Kind
from ..models import Document, Letterhead, MissingRow, Person, Unit
from ..queries.authorities import authorities_of, only_authority, own_authorities, possible_authorities
from ..queries.holdings import holdings_of_unit
from ..queries.scope import changeable_units
from ..services.postings import post_the_unposted
from ..services.recording import record_look_at_person
from .bases import ClosedLookups, Importable, KeyedSearch, NeverDeleted, Scoped, Titled
from .filters import EndFilter
from .hand_over import HandOverViews
from .namesakes import AskedOfNamesakes
from .publicity import joined
from .sent_once import SentOnce
from .stale import Careful
from .unit_ends import UnitEndViews


def _without_ended(field, kept: Unit | None) -> None:
    """Let ``field`` offer the units that have not ended, and the one that the record already has, saying if it has."""
    if field is not None:
        field.queryset = field.queryset.filter(Q(ended_on__isnull=True) | Q(pk=kept and kept.pk))
        if kept and kept.ended_on:
            field.help_text = joined(f"{kept} {kept.end_text}: hãy chọn đơn vị hiện nay.", str(field.help_text))


@admin.register(Unit)
class UnitAdmin(UnitEndViews, Importable, KeyedSearch, NeverDeleted):
    """Offices, schools, centres."""

    import_kind = Kind.UNITS
    change_form_template = "admin/groups/unit/change_form.html"
    list_display = ["name", "kind", "level", "ownership", "ward", "code", "active", "end"]
    list_select_related = ["successor"]
    list_filter = [EndFilter, "kind", "level", "ownership", "active"]
    nothing_yet = "Chưa có đơn vị nào. Ghi trường học, trung tâm ở đây để chọn được khi ghi người và thành viên."

    def get_readonly_fields(self, request, obj=None):
        # The prefix stands in every code already given.
        fixed = ["code"] if obj and obj.code and obj.work_groups.exists() else []
        return [*fixed, "active"] if obj and obj.ended_on else fixed

    @admin.display(description="giải thể, sáp nhập", ordering="ended_on")
    def end(self, unit):
        return unit.end_text or "–"

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        _without_ended(form.base_fields.get("parent"), obj and obj.parent)
        return form

    def has_change_permission(self, request, obj=None):
        # Schools are shared; an office is its own staff's.
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or changeable_units(Unit.objects.filter(pk=obj.pk), request.user).exists())

    def change_view(self, request, object_id, form_url="", extra_context=None):
        unit, own = self.get_object(request, object_id), {}
        if unit is not None and self.has_view_permission(request, unit):
            own = {
                "unit": unit,
                "holdings": holdings_of_unit(unit, request.user),
                "may_end": self.may_end(request, unit),
            }
        return super().change_view(request, object_id, form_url, own | (extra_context or {}))


@admin.register(Letterhead)
class LetterheadAdmin(NeverDeleted):
    """Dated identities of an office: a change is a new one, so that old lists keep theirs."""

    list_display = ["name", "authority", "valid_from", "superior", "signer_title", "signer_name"]
    nothing_yet = "Chưa có tiêu đề cơ quan. Danh sách và giấy công nhận cần một tiêu đề để in được."
    list_filter = [("authority", admin.RelatedOnlyFieldListFilter)]

    def get_changeform_initial_data(self, request):
        return {"authority": only_authority(request.user), **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        # A unit becomes an office by its first letterhead: that is for whoever works for all of them.
        if db_field.name == "authority":
            # A school or a centre keeps no register: picked by mistake, it would be one more office everywhere.
            mine = own_authorities(request.user) is not None
            kwargs["queryset"] = authorities_of(request.user) if mine else possible_authorities()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        _without_ended(form.base_fields.get("authority"), obj and obj.authority)
        return form

    def save_model(self, request, obj, form, change):
        if not obj.authority.letterheads.exists():
            post_the_unposted()
        super().save_model(request, obj, form, change)

    def get_readonly_fields(self, request, obj=None):
        used = obj is not None and obj.publications.exists()
        shown = [field.name for field in Letterhead._meta.fields if field.editable and not field.primary_key]
        return shown if used else []


@admin.register(Person)
class PersonAdmin(HandOverViews, Importable, KeyedSearch, NeverDeleted):
    """People. Phone and e-mail are shown only to those who may change them, and each look is recorded."""

    form = AskedOfNamesakes
    import_kind = Kind.PEOPLE
    list_display = ["full_name", "post", "unit", "active"]
    list_filter = ["active", ("unit", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["unit"]
    nothing_yet = "Chưa có người nào. Ghi trưởng nhóm, cán bộ ở đây; tên và chức vụ trưởng nhóm sẽ công khai."
    fieldsets = [
        (None, {"fields": ["honorific", "full_name", "uncertain", "post", "unit", "active"]}),
        (
            "Liên lạc (giữ kín)",
            {
                "fields": ["phone", "email"],
                "description": "Không bao giờ công khai. Mỗi lượt mở trang này được ghi lại.",
            },
        ),
    ]

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if self.has_change_permission(request, obj) else self.fieldsets[:1]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if unit := form.base_fields.get("unit"):
            _without_ended(unit, obj and obj.unit)
            # Whoever is entered into another office is gone from one's own desk.
            unit.queryset = changeable_units(unit.queryset, request.user)
        form.asked_by = request.user  # the class was made for this request
        return form

    def change_view(self, request, object_id, form_url="", extra_context=None):
        person = self.get_object(request, object_id)
        if person and (person.phone or person.email) and self.has_change_permission(request, person):
            record_look_at_person(person=person, by=request.user, now=timezone.now())
        return super().change_view(request, object_id, form_url, extra_context)


class DocumentForm(forms.ModelForm):
    """A document; the scan is looked at, not only its name."""

    class Meta:
        model = Document
        fields = ["authority", "kind", "number", "symbol", "issued_on", "issued_precision", "subject", "file"]
        widgets = {"file": forms.FileInput}

    def clean(self):
        data = super().clean()
        day, precision = data.get("issued_on"), data.get("issued_precision", "")
        if day and (sentence := issue_refusal(day, precision, timezone.localdate())):
            self.add_error("issued_on", sentence)
        return data

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if file and hasattr(file, "content_type"):
            if file.size > settings.REGISTER_MAX_DOCUMENT_BYTES:
                raise ValidationError("Tệp lớn quá 20 MB. Hãy quét lại ở độ phân giải thấp hơn.")
            head = file.read(5)
            file.seek(0)
            if head != b"%PDF-":
                raise ValidationError("Tệp này không phải PDF. Hãy chọn bản quét dạng PDF.")
        return file


@admin.register(Document)
class DocumentAdmin(NeverDeleted):
    """Documents. Once an act rests on one, its number, date and subject stand."""

    form = DocumentForm
    list_display = ["reference", "kind", "issued_text", "subject", "authority"]
    list_display_links = ["reference", "subject"]
    list_filter = ["kind", ("authority", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["search_key"]
    search_help_text = "Tìm theo số, ký hiệu, trích yếu; gõ không dấu cũng được."
    nothing_yet = "Chưa có văn bản nào. Mọi việc công nhận, đổi tên, giải tán đều phải dựa trên một văn bản."
    fields = ["authority", "kind", "number", "symbol", "issued_on", "issued_precision", "subject", "file", "scan"]

    @admin.display(description="số, ký hiệu", ordering="number")
    def reference(self, document):
        return document.reference

    @admin.display(description="ngày ban hành", ordering="issued_on")
    def issued_text(self, document):
        return document.issued_text

    @admin.display(description="bản đã lưu")
    def scan(self, document):
        if not document.pk or not document.file:
            return "Chưa có bản quét."
        return format_html('<a href="{}">Tải bản quét</a>', reverse("admin:groups_document_file", args=[document.pk]))

    def get_readonly_fields(self, request, obj=None):
        fixed = [field for field in self.fields if field != "scan"]
        if obj is None or not obj.is_cited:
            return ["scan"]
        return [field for field in fixed if field != "file" or obj.file] + ["scan"]

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term), False

    def get_changeform_initial_data(self, request):
        return {"authority": only_authority(request.user), **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "authority":
            kwargs["queryset"] = authorities_of(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self):
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:pk>/tep/", view, name="groups_document_file"), *super().get_urls()]

    def file_view(self, request, pk):
        """Send the scan to one who may see documents, always as a download."""
        document = self.get_object(request, str(pk))
        if document is None:
            raise Http404
        if not self.has_view_permission(request, document):
            raise PermissionDenied
        if not document.file:
            raise Http404
        name = f"{document.number}-{document.symbol}.pdf".replace("/", "-")
        return FileResponse(document.file.open(), as_attachment=True, filename=name, content_type="application/pdf")


@admin.register(MissingRow)
class MissingRowAdmin(SentOnce, Careful, Titled, Scoped, ClosedLookups, admin.ModelAdmin):
    """Rows of old lists that can no longer be read."""

    list_display = ["source_row", "document", "note"]
    list_select_related = ["document"]
    nothing_yet = "Không có dòng nào bị mất. Chỉ ghi khi một dòng của danh sách cũ không còn đọc được."
