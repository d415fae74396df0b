"""A lead leaves his post: all groups he holds go to his successor, from one page, under one document."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from ..domain.status import TRANSITIONS, Action
from ..domain.text import clean
from ..models import Person, RegisterEvent, WorkGroup
from ..queries.holdings import Holding, account_of, holdings_of
from ..queries.obstacles import Candidate, candidates
from ..queries.own_hosts import site_address
from ..queries.permissions import may_act, may_change_people, may_end_posting
from ..queries.staff import staff_name
from ..services.errors import ActRefused
from ..services.handing_over import hand_over
from ..services.several import MOST
from ..services.transactions import transactional
from .basis import BasisForm
from .letter_forms import PREVIEW
from .picks import pick_person

_LED, _SERVED = "seen", "served"


class HandOverForm(BasisForm):
    """To whom, which groups (those ticked, as they stood on the screen), and what the act rests on."""

    successor = pick_person(label="Người kế nhiệm", required=True)
    post = forms.CharField(
        label="Chức vụ của trưởng nhóm mới",
        max_length=150,
        required=False,
        help_text="Để trống thì ghi theo chức vụ trong hồ sơ của người ấy. Tên và chức vụ trưởng nhóm sẽ công khai.",
    )
    retire = forms.BooleanField(label="Ghi người bàn giao đã thôi công tác", required=False)
    close_account = forms.BooleanField(label="Cho tài khoản thôi làm việc", required=False)

    def __init__(
        self, *args, leaver: Person, led: list[Candidate], served: list[Candidate], roles: dict, authority, **kwargs
    ):
        super().__init__(*args, action=Action.CHANGE_LEAD, authority=authority, **kwargs)
        self.leaver, self.led, self.served, self.roles = leaver, led, served, roles
        self.sent = {box: set(self.data.getlist(box)) if self.is_bound else set() for box in (_LED, _SERVED)}
        self.account = account_of(leaver, authority)
        if not leaver.active or not may_change_people(self.user):
            del self.fields["retire"]
        if self.account is None or not may_end_posting(self.user, self.account):
            del self.fields["close_account"]
        else:
            label = f"Cho tài khoản {self.account.get_username()} ({staff_name(self.account)}) thôi làm việc"
            self.fields["close_account"].label = f"{label} ở {authority}"

    def rows_led(self) -> list[tuple[Candidate, bool]]:
        """The groups he leads, each with whether its box is ticked."""
        return self._rows(_LED, self.led)

    def rows_served(self) -> list[tuple[Candidate, bool, str]]:
        """The groups of which he is deputy or administrator, each with whether its box is ticked, and his part."""
        return [(each, ticked, self.roles[each.group.pk]) for each, ticked in self._rows(_SERVED, self.served)]

    def _rows(self, box: str, found: list[Candidate]) -> list[tuple[Candidate, bool]]:
        return [(each, not each.refusal and (not self.is_bound or each.mark in self.sent[box])) for each in found]

    def _ticked(self, box: str, found: list[Candidate]) -> list[WorkGroup]:
        """The groups whose box was sent, whatever has become of them since."""
        keys = {mark.partition(":")[0] for mark in self.sent[box]}
        return [each.group for each in found if str(each.group.pk) in keys]

    @property
    def acted_on(self) -> list[WorkGroup]:
        return [each.group for each, ticked in self.rows_led() if ticked]

    def clean(self):
        data = super().clean()
        if data.get("successor") == self.leaver:
            self.add_error("successor", "Đây chính là người bàn giao: hãy chọn người kế nhiệm.")
        return data

    def told(self, events):
        return [event for event in events if event.action == self.action]

    @transactional
    def perform(self, *, by, now) -> list[RegisterEvent]:
        """Hand over every ticked group, and record the new document it rests on: all of it, or nothing."""
        data = self.cleaned_data
        return hand_over(
            leaver=self.leaver,
            successor=data["successor"],
            led=self._ticked(_LED, self.led),
            served=self._ticked(_SERVED, self.served),
            seen=self.sent[_LED] | self.sent[_SERVED],
            post=clean(data["post"]),
            retire=data.get("retire", False),
            account=self.account if data.get("close_account") else None,
            **self.basis(by=by, now=now),
        )


class HandOverViews:
    """Mixed into the admin class of people: what a person holds, and the page that hands it over."""

    change_form_template = "admin/groups/person/change_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.hand_over_view)
        return [path("<int:pk>/ban-giao/", view, name="groups_person_hand_over"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        person = self.get_object(request, object_id)
        own = {}
        if person is not None and self.has_view_permission(request, person):
            held = holdings_of(person, request.user)
            may = bool(held.handed_over) and may_act(request.user, Action.CHANGE_LEAD)
            own = {"holdings": held, "person": person, "may_hand_over": may}
        return super().change_view(request, object_id, form_url, own | (extra_context or {}))

    def hand_over_view(self, request, pk: int):
        """Ask to whom and on what ground the groups of a person go, and hand them over."""
        if not may_act(request.user, Action.CHANGE_LEAD):
            raise PermissionDenied
        leaver = self.get_object(request, str(pk))
        if leaver is None or not self.has_view_permission(request, leaver):
            raise Http404
        held = holdings_of(leaver, request.user)
        offices = _offices(held.handed_over)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "person": leaver,
            "title": "Bàn giao nhóm",
            "media": self.media,
        }
        if not offices:
            return TemplateResponse(request, "admin/groups/person/hand_over.html", context | {"holdings": held})
        office = next((each for each in offices if str(each.pk) == request.GET.get("office")), offices[0])
        form = _form(request, leaver, held, office)
        if request.method == "POST" and form.is_valid():
            try:
                if PREVIEW in request.POST:
                    form.rehearse(by=request.user, now=timezone.now())
                else:
                    events = form.perform(by=request.user, now=timezone.now())
                    return redirect(
                        "admin:groups_registerevent_done", *(f(e.number for e in events) for f in (min, max))
                    )
            except ActRefused as error:
                form.add_error(None, str(error))
        context |= {
            "form": form,
            "letters": form.letters(request.user),
            "rule": TRANSITIONS[Action.CHANGE_LEAD],
            "office": office,
            "other_offices": [each for each in offices if each != office],
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/groups/person/hand_over.html", context)


def _form(request, leaver: Person, held, office) -> HandOverForm:
    here = [
        [each for each in part if each.group.authority_id == office.pk and not each.is_over][:MOST]
        for part in (held.leads, held.others)
    ]
    led, served = ([each.group for each in part] for part in here)
    return HandOverForm(
        request.POST or None,
        leaver=leaver,
        led=candidates(request.user, Action.CHANGE_LEAD, led),
        served=candidates(request.user, Action.CHANGE_ADMINISTRATORS, dict.fromkeys(served)),
        roles=_roles(here[1]),
        authority=office,
        today=timezone.localdate(),
        site=site_address(request.build_absolute_uri("/")),
        user=request.user,
    )


def _roles(served: Iterable[Holding]) -> dict[int, str]:
    roles: dict[int, list[str]] = {}
    for each in served:
        roles.setdefault(each.group.pk, []).append(each.role)
    return {key: ", ".join(names) for key, names in roles.items()}


def _offices(held: Iterable[Holding]) -> list:
    return list({each.group.authority_id: each.group.authority for each in held}.values())
