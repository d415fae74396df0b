"""What is written by the register itself and only read here: events, and looks at secrets."""

from django.contrib import admin
from django.template.loader import render_to_string

from ..models import RegisterEvent, SecretLook
from ..queries.history import changes_of
from ..queries.staff import staff_name
from .bases import ClosedLookups, ReadOnly


@admin.register(RegisterEvent)
class RegisterEventAdmin(ReadOnly, ClosedLookups, admin.ModelAdmin):
    """The log."""

    list_display = ["number", "action", "group", "effective_text", "document", "by", "recorded_at"]
    list_display_links = ["number", "action"]
    list_filter = ["action", "effective_on"]
    date_hierarchy = "recorded_at"
    list_select_related = ["group", "document", "actor"]
    search_fields = ["group__code", "group__name_key"]
    fields = [
        "number",
        "action",
        "group",
        "related_group",
        "changes",
        "effective_text",
        "document",
        "reason",
        "by",
        "recorded_at",
    ]

    @admin.display(description="người ghi", ordering="actor")
    def by(self, event):
        return staff_name(event.actor)

    @admin.display(description="hiệu lực từ", ordering="effective_on")
    def effective_text(self, event):
        return event.effective_text

    @admin.display(description="nội dung thay đổi")
    def changes(self, event):
        return render_to_string("admin/includes/changes.html", {"changes": changes_of(event)})


@admin.register(SecretLook)
class SecretLookAdmin(ReadOnly, ClosedLookups, admin.ModelAdmin):
    """Who looked at which secret."""

    list_display = ["at", "by", "what", "group", "person", "report"]
    list_filter = ["by", "what"]
    list_select_related = ["by", "group", "person", "report"]
