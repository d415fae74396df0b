"""The pages of a group besides Django's own: its record, its acts, its links, the export."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from ..domain.status import TRANSITIONS, Action
from ..domain.vocabulary import GroupRole
from ..models import RegisterEvent, WorkGroup
from ..queries.facts import current_lead
from ..queries.history import Entry, documents_of, history_of, returned_by
from ..queries.own_hosts import site_address
from ..queries.permissions import allowed_actions, may_act, may_export, may_reveal_links, why_not
from ..queries.standing import done_already
from ..queries.tasks import suggested
from ..services.cards import group_card
from ..services.errors import ActRefused
from ..services.recording import drop_draft_link, reveal_links
from .act_forms import ACT_FORMS
from .export_form import ExportForm
from .letter_forms import PREVIEW

_CARD_TYPES = {"pdf": "application/pdf", "png": "image/png"}


def _sent_again(request, action: Action, group: WorkGroup) -> str | None:
    """Return the sentence for one who sends an act a second time from the same page."""
    seen = request.POST.get("seen_event", "")
    if not (seen.isascii() and seen.isdecimal()):
        return None
    return done_already(request.user, action, group.last_event, int(seen))


class GroupViews:
    """Mixed into the admin class of groups; each view loads, calls one thing, responds."""

    def get_urls(self):
        site = self.admin_site.admin_view
        own = [
            path("xuat-danh-sach/", site(self.export_view), name="groups_workgroup_export"),
            path("<int:pk>/viec/<str:action>/", site(self.act_view), name="groups_workgroup_act"),
            path("<int:pk>/giay-cong-nhan.<str:form>", site(self.card_view), name="groups_workgroup_card"),
            path("<int:pk>/lien-ket/", site(self.reveal_view), name="groups_workgroup_reveal"),
            path("<int:pk>/lien-ket/<int:link>/bo/", site(self.drop_link_view), name="groups_workgroup_drop_link"),
        ]
        return own + super().get_urls()

    def record_view(self, request, group: WorkGroup, links=None) -> TemplateResponse:
        """Show all that is recorded of a group, and buttons for what is legal now for this person."""
        history = history_of(group)
        # Of one group alone, so in no order of groups: that would join the table of groups each time.
        context = self._context(
            request,
            group=group,
            history=history,
            title=group.name,
            lead=current_lead(group),
            others=[row for row in group.administrators.all() if row.role != GroupRole.LEAD or row.ended_on],
            links=links,
            members=group.members.current().select_related("person").order_by("pk"),
            directives=group.directives.order_by("pk"),
            names=group.names.order_by("-started_on", "-pk"),
            documents=documents_of(group, history),
        )
        return TemplateResponse(request, "admin/groups/workgroup/record.html", context)

    def act_view(self, request, pk: int, action: str):
        """Ask for what an act needs and do it."""
        group, action = self._group(request, pk), self._action(action)
        if not may_act(request.user, action):
            raise PermissionDenied
        again = _sent_again(request, action, group)
        if sentence := why_not(request.user, action, group):
            messages.error(request, again or sentence)
            return self._to(group)
        form = self._act_form(request, action, group)
        if again:
            form.add_error(None, again)
        elif request.method == "POST" and form.is_valid():
            try:
                if PREVIEW in request.POST:
                    form.rehearse(by=request.user, now=timezone.now())
                else:
                    return self._done(request, form.perform(by=request.user, now=timezone.now()))
            except ActRefused as error:
                form.add_error(None, str(error))
        context = self._context(
            request,
            group=group,
            form=form,
            letters=form.letters(request.user),
            rule=TRANSITIONS[action],
            title=TRANSITIONS[action].label,
            media=self.media + form.media,
        )
        return TemplateResponse(request, form.template, context)

    def _done(self, request, done: RegisterEvent | list[RegisterEvent]):
        """Lead to what was written: the group, or the events where there are several."""
        events = done if isinstance(done, list) else [done]
        if len(events) > 1:
            return redirect("admin:groups_registerevent_done", events[0].number, events[-1].number)
        messages.success(request, f"{events[0].done_text}: đã ghi vào sổ, sự kiện số {events[0].number}.")
        return self._to(events[0].group)

    @staticmethod
    def _act_form(request, action: Action, group: WorkGroup):
        site = site_address(request.build_absolute_uri("/"))
        task, begins = suggested(group, request.GET.get("directive"), timezone.localdate())
        if typed := request.GET.get("successor"):  # what is chosen before the form of a merge is filled
            begins["successor"] = typed
        asked = {"action": action, "group": group, "today": timezone.localdate(), "site": site, "user": request.user}
        form = ACT_FORMS[action](request.POST or None, initial=begins, **asked)
        form.task = task if task and task.action == action else None
        return form

    @method_decorator(require_POST)
    def reveal_view(self, request, pk: int):
        """Show the invite links; the look is recorded."""
        group = self._group(request, pk)
        try:
            links = reveal_links(group=group, by=request.user, now=timezone.now())
        except ActRefused as error:
            raise PermissionDenied(str(error)) from error
        return self.record_view(request, group, links=links)

    @method_decorator(require_POST)
    def drop_link_view(self, request, pk: int, link: int):
        """Take a link off a draft."""
        group = self._group(request, pk)
        try:
            drop_draft_link(group=group, link=link, by=request.user)
            messages.success(request, "Đã bỏ liên kết khỏi bản nháp.")
        except ActRefused as error:
            messages.error(request, str(error))
        return self._to(group)

    def export_view(self, request):
        """Ask for day and form, and send the attached list as a file."""
        if not may_export(request.user):
            raise PermissionDenied
        form = ExportForm(request.POST or None, today=timezone.localdate(), user=request.user)
        if request.method == "POST" and form.is_valid():
            try:
                made = form.make(now=timezone.now())
            except ActRefused as error:
                form.add_error(None, str(error))
            else:
                headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
                return HttpResponse(made.content, content_type=made.content_type, headers=headers)
        context = self._context(request, form=form, title="Xuất danh sách đính kèm", media=self.media + form.media)
        return TemplateResponse(request, "admin/groups/workgroup/export.html", context)

    def card_view(self, request, pk: int, form: str):
        """Send the group's card: a page to sign, or a picture to pin in the chat."""
        group = self._group(request, pk)
        if form not in _CARD_TYPES:
            raise Http404
        address = site_address(request.build_absolute_uri("/"))
        try:
            card = group_card(group=group, now=timezone.now(), address=address, picture=form == "png")
        except ActRefused as error:
            messages.error(request, str(error))
            return self._to(group)
        headers = {
            "Content-Disposition": f'attachment; filename="giay-cong-nhan-{group.code}.{form}"',
            "Cache-Control": "no-store",
        }
        return HttpResponse(card, content_type=_CARD_TYPES[form], headers=headers)

    def _group(self, request, pk: int) -> WorkGroup:
        group = self.get_object(request, str(pk))
        if group is None or not self.has_view_permission(request, group):
            raise Http404
        return group

    @staticmethod
    def _action(name: str) -> Action:
        try:
            return Action(name)
        except ValueError as error:
            raise Http404 from error

    @staticmethod
    def _to(group: WorkGroup):
        return redirect("admin:groups_workgroup_change", group.pk)

    def _context(self, request, *, group: WorkGroup | None = None, history: list[Entry] | None = None, **more) -> dict:
        about = self._about(request, group, history_of(group) if history is None else history) if group else {}
        return {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media, **about, **more}

    def _about(self, request, group: WorkGroup, history: list[Entry]) -> dict:
        return {
            "group": group,
            "history": history,
            "returned": returned_by(group),
            "acts": self.acts_for(request, group),
            "held_links": group.links.order_by("-pk"),
            "may_reveal": may_reveal_links(request.user),
            "has_change_permission": self.has_change_permission(request, group),
        }

    @staticmethod
    def acts_for(request, group: WorkGroup) -> list[tuple[str, str]]:
        """Return (name, label) of the acts that are legal now for this person."""
        return [(action.value, TRANSITIONS[action].label) for action in allowed_actions(request.user, group)]
