"""One act on several groups, chosen in the list: what stands in the way of each, one basis, all or nothing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from ..domain.status import TRANSITIONS, Action
from ..models import Administrator, RegisterEvent, WorkGroup
from ..queries.obstacles import Candidate, candidates
from ..queries.own_hosts import site_address
from ..queries.permissions import may_act
from ..queries.scope import in_scope
from ..services.errors import ActRefused
from ..services.several import MOST, SEVERAL, do_several
from ..services.transactions import transactional
from .bases import DIGITS
from .basis import BasisForm
from .letter_forms import PREVIEW

_SUFFIX = "_selected"
_OFFERED = {
    Action.PROPOSE: "Đề nghị công nhận các bản nháp đã chọn",
    Action.RECOGNISE: "Công nhận các đề nghị đã chọn",
    Action.RETURN: "Trả lại các đề nghị đã chọn để bổ sung",
    Action.CONFIRM: "Xác nhận các nhóm đã chọn còn đúng",
    Action.DISSOLVE: "Giải tán các nhóm đã chọn",
}


class SeveralForm(BasisForm):
    """What an act on several groups rests on, and which groups were ticked, as they stood on the screen."""

    def __init__(self, *args, chosen: list[Candidate], **kwargs):
        super().__init__(*args, authority=chosen[0].group.authority, **kwargs)
        self.chosen = chosen
        self.sent = set(self.data.getlist("seen")) if self.is_bound else set()

    def rows(self) -> list[tuple[Candidate, bool]]:
        """The groups of the page, each with whether its box is ticked."""
        return [(each, not each.refusal and (not self.is_bound or each.mark in self.sent)) for each in self.chosen]

    @property
    def ticked(self) -> list[WorkGroup]:
        """The groups whose box was sent, whatever has become of them since."""
        keys = {mark.partition(":")[0] for mark in self.sent}
        return [each.group for each in self.chosen if str(each.group.pk) in keys]

    @property
    def acted_on(self) -> list[WorkGroup]:
        return [each.group for each, ticked in self.rows() if ticked]

    @transactional
    def perform(self, *, by, now) -> list[RegisterEvent]:
        """Do the act on every ticked group, and record the new document it rests on: all of it, or nothing."""
        return do_several(action=self.action, groups=self.ticked, seen=self.sent, **self.basis(by=by, now=now))


class SeveralViews:
    """Mixed into the admin class of groups."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.several_view)
        return [path("nhieu-nhom/<str:action>/", view, name="groups_workgroup_several"), *super().get_urls()]

    def get_actions(self, request):
        if "_popup" in request.GET:  # a list to pick from acts on nothing
            return {}
        offered = [action for action in SEVERAL if may_act(request.user, action)]
        return {f"{action}{_SUFFIX}": (_start, f"{action}{_SUFFIX}", _OFFERED[action]) for action in offered}

    def several_view(self, request, action: str):
        """Ask for what an act on several groups rests on, and do it."""
        action = self._action(action)
        if action not in SEVERAL:
            raise Http404
        if not may_act(request.user, action):
            raise PermissionDenied
        groups = _chosen(request)
        if not groups or len({group.authority_id for group in groups}) > 1:
            messages.error(request, f"Hãy chọn trong danh sách từ 1 đến {MOST} nhóm của cùng một cơ quan.")
            return redirect("admin:groups_workgroup_changelist")
        found = candidates(request.user, action, groups)
        form = SeveralForm(
            request.POST or None,
            action=action,
            chosen=found,
            today=timezone.localdate(),
            site=site_address(request.build_absolute_uri("/")),
            user=request.user,
        )
        if request.method == "POST" and form.is_valid():
            try:
                if PREVIEW in request.POST:
                    form.rehearse(by=request.user, now=timezone.now())
                else:
                    events = form.perform(by=request.user, now=timezone.now())
                    return redirect("admin:groups_registerevent_done", events[0].number, events[-1].number)
            except ActRefused as error:
                form.add_error(None, str(error))
        context = self._context(
            request,
            form=form,
            letters=form.letters(request.user),
            refused=[each for each in found if each.refusal],
            rule=TRANSITIONS[action],
            title=f"{TRANSITIONS[action].label}: nhiều nhóm",
            media=self.media + form.media,
        )
        return TemplateResponse(request, "admin/groups/workgroup/several.html", context)


def _start(modeladmin, request, queryset):
    action = request.POST["action"].removesuffix(_SUFFIX)
    chosen = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if len(chosen) > MOST:  # the list is shown again as it was searched and filtered
        messages.error(
            request,
            f"Mỗi lần làm được nhiều nhất {MOST} nhóm; bạn đã chọn nhiều hơn. Chưa có gì được ghi; "
            "hãy lọc hẹp hơn hoặc chọn từng trang rồi làm tiếp.",
        )
        return None
    ids = ",".join(map(str, chosen))
    return redirect(f"{reverse('admin:groups_workgroup_several', args=[action])}?ids={ids}")


def _chosen(request) -> list[WorkGroup]:
    ids = [pk for pk in request.GET.get("ids", "").split(",") if pk.isdecimal() and len(pk) < DIGITS]
    if len(ids) > MOST:
        return []
    people = Prefetch("administrators", Administrator.objects.select_related("person").order_by("pk"))
    found = in_scope(WorkGroup.objects.filter(pk__in=ids), request.user)
    return list(found.select_related("authority").prefetch_related(people).order_by("code", "pk"))
