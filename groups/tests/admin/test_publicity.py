"""Each field of the desk says what of it becomes public: of acts by what they do, of records by name."""

import re

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from groups.admin.act_forms import ACT_FORMS
from groups.admin.line_forms import LinesForm
from groups.admin.merge_form import MergeForm
from groups.domain.entries import PUBLIC_ACTIONS
from groups.domain.status import TRANSITIONS, Action, Status
from groups.models import Administrator, Document, Letterhead, MissingRow, Person, Unit, WorkGroup
from groups.services.roles import LEADER, SPECIALIST

from ..factories import PASSWORD, TODAY, make_document, make_group, make_person, make_user, reread

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("about what fields are said to make public"),
]

SAYS_PUBLIC = re.compile(r"\bsẽ công khai", re.I)
SAYS_STAFF = re.compile(r"chỉ cán bộ|không bao giờ công khai|không công khai", re.I)
#: Which public facts each field of an act changes; what is not named here is for staff.
CHANGES = {
    (Action.RENAME, "new_name"): {"name"},
    (Action.MIGRATE, "platform"): {"platform"},
    (Action.CHANGE_LEAD, "person"): {"lead"},
    (Action.CHANGE_LEAD, "post"): {"lead"},
    (Action.CORRECT, "purpose"): {"purpose"},
    (Action.CORRECT, "level"): {"level"},
    (Action.CORRECT, "room_count"): {"room_count"},
    (Action.CORRECT, "source_row"): {"source_row"},
    (Action.CORRECT, "certain"): {"uncertain"},
    (Action.CHANGE_MEMBERS, "members_text"): {"members_text"},
    (Action.DIRECT, "directive_text"): {"directive_text"},
    (Action.MERGE, "successor"): {"successor"},
    (Action.MERGE, "members_text"): set(),  # of the group that receives: see the last test
}
#: What the act itself changes, besides what it rests on.
BY_ITSELF = {"status", "status_since", "status_document", "status_precision", "recognised_on", "recognised_precision"}
#: Fields that nobody reads, or that say nothing by themselves.
MUTE = {"seen_event", "seen_successor", "no_letters", "only_revoke", "reason_code"}
NEW_DOCUMENT = {"new_number", "new_symbol", "new_issued_on", "new_subject"}
LINES = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-role": "deputy", "lines-0-post": "Chuyên viên",
         "lines-0-category": "regular"}  # fmt: skip
DECIDED = {action for action, rule in TRANSITIONS.items() if rule.target} - {Action.PROPOSE}
ROLE = dict.fromkeys(Action, SPECIALIST) | dict.fromkeys(DECIDED, LEADER)


def form_of(action, group, successor=None):
    asked = {"action": action, "group": group, "today": TODAY, "user": make_user(role=ROLE[action])}
    return ACT_FORMS[action](initial={"successor": successor} if successor else {}, **asked)


def a_group_for(action):
    status = Status.RECOGNISED if Status.RECOGNISED in TRANSITIONS[action].sources else min(TRANSITIONS[action].sources)
    facts = {"uncertain": ["source_row"], "source_row": "07"} if status == Status.RECOGNISED else {}
    return make_group(status=status, **facts)


@pytest.mark.parametrize("action", list(Action))
def test_each_field_of_an_act_says_whether_it_becomes_public(action):
    form = form_of(action, a_group_for(action), make_group(name="Nhóm nhận") if action == Action.MERGE else None)
    basis = {"document", "new_kind", "effective_on"}
    wrong = {}
    for name, field in form.fields.items():
        if name in MUTE | NEW_DOCUMENT:
            continue
        public = (action, name) in CHANGES or (name in basis and action in PUBLIC_ACTIONS)
        said, unsaid = (SAYS_PUBLIC, SAYS_STAFF) if public else (SAYS_STAFF, SAYS_PUBLIC)
        if not said.search(field.help_text) or (unsaid.search(field.help_text) and not public):
            wrong[name] = field.help_text
    assert wrong == {}


@pytest.mark.parametrize("action", [action for action in Action if issubclass(ACT_FORMS[action], LinesForm)])
def test_the_lines_of_an_act_say_who_sees_them(client, action):
    group = a_group_for(action)
    user = make_user(role=ROLE[action])
    assert client.login(username=user.username, password=PASSWORD)
    html = client.get(reverse("admin:groups_workgroup_act", args=[group.pk, action])).content.decode()
    assert re.search(r'<p class="publicity">Chỉ cán bộ thấy từng', html)


@pytest.mark.parametrize("action", list(Action))
def test_each_act_says_above_what_it_rests_on_whether_it_is_public(client, action):
    group = a_group_for(action)
    user = make_user(role=ROLE[action], username="nguoi.khac")
    assert client.login(username=user.username, password=PASSWORD)
    asked = {"successor": str(make_group(name="Nhóm nhận"))} if action == Action.MERGE else {}
    html = client.get(reverse("admin:groups_workgroup_act", args=[group.pk, action]), asked).content.decode()
    (said,) = [
        text for text in re.findall(r'<p class="publicity">([^<]*)</p>', html) if "Chỉ cán bộ thấy từng" not in text
    ]
    assert bool(SAYS_PUBLIC.search(said)) == (action in PUBLIC_ACTIONS)


SENT = {
    Action.RENAME: {"new_name": "Tên mới hẳn"},
    Action.MIGRATE: {"platform": "viber", "url": ""},
    Action.ROTATE_LINK: {"url": "https://zalo.me/g/moimoi123"},
    Action.CHANGE_LEAD: {"post": "Phó trưởng phòng"},
    Action.CORRECT: {
        "purpose": "Trao đổi",
        "level": "general",
        "room_count": 2,
        "source_row": "08",
        "certain": ["source_row"],
    },
    Action.CHANGE_MEMBERS: {"members_text": "Kế toán", "lines-0-kind": "posts"},
    Action.CHANGE_ADMINISTRATORS: {},
    Action.DIRECT: {"directive_text": "Duy trì", "lines-0-kind": "maintain"},
    Action.RETURN: {"reason_code": "no_lead"},
    Action.DECLINE: {"reason_code": "no_lead"},
}


@pytest.mark.parametrize("action", list(Action))
def test_an_act_changes_no_public_fact_of_which_no_field_says_so(client, action):
    """So a form cannot begin to publish something in silence."""
    group, successor = a_group_for(action), make_group(name="Nhóm nhận")
    merging = {
        "successor": str(reread(successor)),
        "seen_successor": successor.last_event_id,
        "members_text": "Kế toán",
    }
    user = make_user(role=ROLE[action], username="nguoi.khac")
    assert client.login(username=user.username, password=PASSWORD)
    before = group.last_event.public["facts"] if group.last_event else None
    own = merging if action == Action.MERGE else SENT.get(action, {})
    sent = {"seen_event": group.last_event_id or 0, "effective_on": "23/11/2026", "reason": "Lý do riêng",
            "document": str(make_document(number="77")), **LINES, **own}  # fmt: skip
    answer = client.post(reverse("admin:groups_workgroup_act", args=[group.pk, action]), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    after = reread(group).last_event.public["facts"]
    assert "Lý do riêng" not in str(after)
    if before is None or action not in PUBLIC_ACTIONS:
        return
    told = set().union(*(facts for (of, _), facts in CHANGES.items() if of == action))
    changed = {name for name in after if after[name] != before[name]}
    assert changed - told <= (BY_ITSELF if TRANSITIONS[action].target else set())
    assert told <= changed


#: What of each record reaches the public.
RECORDS = {
    WorkGroup: {"authority", "name", "platform", "room_count", "level", "purpose", "members_text", "directive_text",
                "source_document", "source_row", "uncertain"},
    Person: {"honorific", "full_name", "uncertain", "post"},
    Document: {"kind", "number", "symbol", "issued_on", "issued_precision", "subject"},
    Letterhead: {"superior", "name", "place", "symbol", "signer_title", "signer_name", "recipients"},
    MissingRow: {"document", "source_row", "note"},
    Unit: {"name"},
}  # fmt: skip
FOR_STAFF = {Person: {"phone", "email", "unit", "active"}, Document: {"file"}, Unit: {"ward"}}


@pytest.mark.parametrize("model", list(RECORDS))
def test_each_field_of_a_record_says_whether_it_becomes_public(model):
    request = RequestFactory().get("/")
    request.user = make_user(role=None, username="root", superuser=True)
    fields = admin.site._registry[model].get_form(request).base_fields
    silent = {name for name in RECORDS[model] if not SAYS_PUBLIC.search(str(fields[name].help_text))}
    assert silent == set()
    kept = FOR_STAFF.get(model, set())
    assert {name for name in kept if not SAYS_STAFF.search(str(fields[name].help_text))} == set()
    loud = {name for name in fields.keys() - RECORDS[model] if SAYS_PUBLIC.search(str(fields[name].help_text))}
    assert loud == set()


def test_the_rows_of_a_draft_say_who_sees_them(client):
    group = make_group(status=Status.DRAFT, member=make_person())
    user = make_user()
    assert client.login(username=user.username, password=PASSWORD)
    html = client.get(reverse("admin:groups_workgroup_change", args=[group.pk])).content.decode().lower()
    for words in ("trưởng nhóm (sẽ công khai), phó nhóm, quản trị (chỉ cán bộ thấy)", "liên kết mời (giữ kín)",
                  "thành viên, từng dòng (chỉ cán bộ thấy)", "hướng xử lý, từng việc (chỉ cán bộ thấy)"):  # fmt: skip
        assert words in html
    assert Administrator.objects.filter(group=group, role="lead").exists()


def test_the_text_that_a_merge_gives_the_other_group_is_public():
    form = form_of(Action.MERGE, make_group(), make_group(name="Nhóm nhận"))
    assert isinstance(form, MergeForm)
    assert SAYS_PUBLIC.search(form.fields["members_text"].help_text)
