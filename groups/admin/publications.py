"""The desk for published lists: preview, publish, and afterwards the document and the signed copy."""

from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from ..models import Publication
from ..queries.own_hosts import site_address
from ..queries.permissions import may_publish
from ..queries.publications import changes_since_last, copies_of, standing
from ..services import publishing
from ..services.errors import ActRefused
from .bases import ClosedLookups, ReadOnly, Scoped, Titled
from .filters import SignedFilter
from .letter_forms import PREVIEW
from .publication_forms import CoveringForm, PublishForm, SignedCopyForm

_FORMS = {"van-ban": (CoveringForm, "Ghi văn bản kèm theo"), "ban-da-ky": (SignedCopyForm, "Ghi bản đã ký")}


@admin.register(Publication)
class PublicationAdmin(Titled, Scoped, ReadOnly, ClosedLookups, admin.ModelAdmin):
    """Lists that were published. Nobody changes or deletes one, not even a superuser."""

    list_display = ["label", "as_of", "event_number", "covering", "published_at"]
    list_filter = [SignedFilter]
    nothing_yet = "Chưa có danh sách nào được công bố."
    list_select_related = ["authority", "covering"]
    change_list_template = "admin/groups/publication/change_list.html"

    @admin.display(description="danh sách", ordering="number")
    def label(self, publication):
        return publication.label

    def get_queryset(self, request):
        return super().get_queryset(request).light()

    def has_add_permission(self, request, obj=None):
        return may_publish(request.user)

    def get_urls(self):
        site = self.admin_site.admin_view
        own = [
            path("xem-truoc.pdf", site(self.preview_view), name="groups_publication_preview"),
            path("<int:pk>/ky/", site(self.sign_view), name="groups_publication_sign"),
            path("<int:pk>/bo-sung/<str:what>/", site(self.complete_view), name="groups_publication_complete"),
        ]
        return own + super().get_urls()

    def add_view(self, request, form_url="", extra_context=None):
        """Show the list as it would go out and what differs from the last one; on POST publish just that.

        What is published is what is chosen on the page, and nothing where that is not what was previewed.
        """
        if not may_publish(request.user):
            raise PermissionDenied
        if PREVIEW in request.POST:
            asked = {name: request.POST.get(name, "") for name in ("authority", "grouping", "covering")}
            return redirect(f"{request.path}?{urlencode(asked)}")
        form = PublishForm(request.POST or request.GET or None, user=request.user)
        found = None
        if form.is_bound or form.fields["authority"].initial:
            found = self._draft(request, form)
        # Where nothing was sent, the list of the only office is shown, but nothing was asked to be published.
        if found and form.is_bound and request.method == "POST" and (done := self._publish(request, form)):
            return redirect("admin:groups_publication_change", done.pk)
        context = self._context(
            request,
            title="Công bố danh sách",
            form=form,
            draft=found,
            changes=changes_since_last(found) if found else None,
            preview_query=urlencode(form.again(found)) if found else "",
            media=self.media + form.media,
        )
        return TemplateResponse(request, "admin/groups/publication/publish.html", context)

    # Our own page shows it in a frame; nobody else's may.
    @method_decorator([xframe_options_sameorigin, csp_replace({"frame-ancestors": [SELF]})])
    def preview_view(self, request):
        """The PDF of the list that is not yet published."""
        if not may_publish(request.user):
            raise PermissionDenied
        form = PublishForm(request.GET, user=request.user)
        found = self._draft(request, form)
        if found is None:
            raise Http404
        try:
            pdf = publishing.preview(found, now=timezone.now(), paper=bool(found.covering))
        except ActRefused as error:
            return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")
        return HttpResponse(pdf, content_type="application/pdf", headers={"Cache-Control": "no-store"})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show what was published; only what is missing can be completed."""
        publication = self._publication(request, object_id)
        context = self._context(
            request,
            title=publication.label,
            publication=publication,
            standing=standing(publication, timezone.localdate()),
            files=publication.files.defer("content"),
            copies=copies_of(publication),
            may_publish=may_publish(request.user),
            may_sign=publishing.server_signs(),
        )
        return TemplateResponse(request, "admin/groups/publication/record.html", context)

    def complete_view(self, request, pk: int, what: str):
        """Ask for the covering document, or for the signed copy."""
        publication = self._publication(request, pk)
        if what not in _FORMS:
            raise Http404
        if not may_publish(request.user):
            raise PermissionDenied
        kind, title = _FORMS[what]
        form = kind(request.POST or None, request.FILES or None, publication=publication)
        if request.method == "POST" and form.is_valid():
            try:
                form.perform(by=request.user, now=timezone.now())
            except ActRefused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{publication.label}: đã {title.lower()}.")
                return redirect("admin:groups_publication_change", publication.pk)
        context = self._context(request, title=title, form=form, publication=publication, media=self.media + form.media)
        return TemplateResponse(request, "admin/groups/publication/form.html", context)

    @method_decorator(require_POST)
    def sign_view(self, request, pk: int):
        """Let the server sign, where the office has set it up to."""
        publication = self._publication(request, pk)
        try:
            publishing.sign_on_server(publication=publication, by=request.user, now=timezone.now())
        except ActRefused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{publication.label}: đã ký bằng chứng thư của máy chủ.")
        return redirect("admin:groups_publication_change", publication.pk)

    def _draft(self, request, form):
        """Return the list that the form asks for, or None with the reason among the form's errors."""
        if form.is_bound:
            if not form.is_valid():
                return None
            asked = form.asked
        else:
            asked = {"authority": form.fields["authority"].initial}
        try:
            return publishing.draft(now=timezone.now(), address=self._site(request), **asked)
        except ActRefused as error:
            if form.is_bound:
                form.add_error(None, str(error))
            else:
                messages.error(request, str(error))
            return None

    def _publish(self, request, form):
        try:
            done = publishing.publish_list(
                by=request.user,
                now=timezone.now(),
                address=self._site(request),
                seen=form.cleaned_data["seen"],
                **form.asked,
            )
        except ActRefused as error:
            form.add_error(None, str(error))
            return None
        messages.success(request, f"{done.label}: đã công bố, {done.row_count} mục.")
        return done

    @staticmethod
    def _site(request) -> str:
        return site_address(request.build_absolute_uri("/"))

    def _publication(self, request, pk) -> Publication:
        publication = self.get_object(request, str(pk))
        if publication is None:
            raise Http404
        if not self.has_view_permission(request, publication):
            raise PermissionDenied
        return publication

    def _context(self, request, **more) -> dict:
        return {**self.admin_site.each_context(request), "opts": self.opts, **more}
