"""Letters about acts: nothing is sent that was not done, nothing done fails for a letter, what fails is tried again."""

import datetime as dt
import smtplib

import pytest
from django.core import mail as box
from django.core.mail.backends.locmem import EmailBackend
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from groups.domain.letters import CLAIM, PAUSES, MailState, Told, letter
from groups.domain.status import Action, Status
from groups.models import OutgoingMail, RegisterEvent
from groups.queries.letters import letters_about, letters_before
from groups.queries.standing import marks_of
from groups.services import amendments, lifecycle, outbox, several
from groups.services.errors import ActRefused
from groups.services.roles import CLERK, LEADER, SPECIALIST

from ..factories import NOW, amended, decided, make_draft, make_group, make_person, make_proposal, make_user, reread

pytestmark = pytest.mark.django_db
SITE = "https://nhom.example.vn"
PLANTED = "https://zalo.me/g/bimat12345"


@pytest.fixture(autouse=True)
def _addresses():
    for role in (SPECIALIST, LEADER):
        user = make_user(role=role)
        user.email = f"{user.username}@pgd.example"
        user.save()


def proposed(**more):
    basis = {"by": make_user(), "effective_on": NOW.date(), "now": NOW, "letters_at": SITE, **more}
    return lifecycle.propose(group=make_draft(), **basis)


def led(**more):
    return make_group(lead=make_person(email="khai@truong.example", phone="0912345678"), lead_post="", **more)


def rows(**wanted):
    return list(OutgoingMail.objects.filter(**wanted).order_by("pk"))


def deliver(now=NOW, **more):
    return outbox.deliver(clock=lambda: now, **more)


class Broken:
    """A mail server that fails as told, until told otherwise."""

    def __init__(self, monkeypatch, error):
        self.error = error
        monkeypatch.setattr(EmailBackend, "send_messages", self._send)

    def _send(self, messages):
        if self.error:
            raise self.error
        box.outbox.extend(messages)
        return len(messages)


def test_an_act_that_is_undone_sends_nothing(django_capture_on_commit_callbacks):
    written = []

    def undone():
        proposed()
        written.extend(rows())
        raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        transaction.atomic(undone)()
    assert (len(written), rows(), box.outbox, RegisterEvent.objects.count()) == (1, [], [], 0)


def test_a_refused_act_writes_no_letter():
    with pytest.raises(ActRefused):
        lifecycle.recognise(group=make_draft(), **decided(letters_at=SITE))
    assert rows() == []


def test_who_did_not_ask_for_letters_sends_none():
    make_group(status=Status.RETURNED)
    assert rows() == []


@pytest.mark.parametrize("where", ["letters_about", "write"])
def test_a_letter_that_cannot_be_written_stops_no_act(monkeypatch, caplog, where):
    def broken(*args, **kwargs):
        raise DatabaseError("khai@truong.example")

    monkeypatch.setattr(outbox, where, broken)
    event = proposed()
    assert (RegisterEvent.objects.get(), rows()) == (event, [])
    assert "No letters about event 1: DatabaseError" in caplog.text
    assert "khai@" not in caplog.text


def test_nothing_leaves_before_the_act_is_written(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        proposed()
        assert (len(rows(state="waiting")), box.outbox) == (1, [])
    waiting[0]()
    assert [each.to for each in box.outbox] == [["thu.lanhdao@pgd.example"]]
    assert [each.state for each in rows()] == [MailState.SENT]


def test_a_setting_leaves_it_to_the_command(settings, django_capture_on_commit_callbacks):
    settings.OUTBOX_AT_ONCE = False
    with django_capture_on_commit_callbacks(execute=True):
        proposed()
    assert (len(rows(state="waiting")), box.outbox) == (1, [])
    assert deliver().sent == 1


@pytest.mark.parametrize(
    ("action", "verb", "status", "readers"),
    [
        (Action.PROPOSE, lifecycle.propose, Status.DRAFT, {"thu.lanhdao"}),
        (Action.RETURN, lifecycle.return_, Status.PROPOSED, {"thu.chuyenvien"}),
        (Action.DECLINE, lifecycle.decline, Status.PROPOSED, {"thu.chuyenvien"}),
        (Action.RECOGNISE, lifecycle.recognise, Status.PROPOSED, {"thu.chuyenvien"}),
        (Action.SUSPEND, lifecycle.suspend, Status.RECOGNISED, {"thu.chuyenvien", "Trần Thị Minh Khai"}),
        (Action.RESUME, lifecycle.resume, Status.SUSPENDED, {"thu.chuyenvien", "Trần Thị Minh Khai"}),
        (Action.DISSOLVE, lifecycle.dissolve, Status.RECOGNISED, {"thu.chuyenvien", "Trần Thị Minh Khai"}),
        (Action.CONFIRM, amendments.confirm, Status.RECOGNISED, set()),
    ],
)
def test_each_act_concerns_exactly_those(action, verb, status, readers):
    more = {"reason_code": "no_lead"} if action == Action.RETURN else {}
    basis = amended() if action in (Action.PROPOSE, Action.CONFIRM) else decided()
    if action == Action.PROPOSE:
        basis.pop("document")
    verb(group=led(status=status), **basis | more, letters_at=SITE)
    assert {each.name.removeprefix("Ông/Bà ").removeprefix("Bà ") for each in rows()} == readers
    assert {each.event.action for each in rows()} <= {action}


def test_whoever_acts_is_not_told_of_it():
    amendments.rename(group=led(), new_name="Tên khác", **amended(letters_at=SITE))
    assert [each.name for each in rows()] == ["Bà Trần Thị Minh Khai"]


def test_who_may_not_decide_or_has_left_gets_no_proposal():
    for role, active in ((CLERK, True), (LEADER, False)):
        user = make_user(role=role, username=f"{role}{active}")
        user.email, user.is_active = "x@pgd.example", active
        user.save()
    make_user(role=None, username="sieu", superuser=True)
    proposed()
    assert [each.user.username for each in rows()] == ["thu.lanhdao"]


def test_both_leads_are_told_when_one_follows_the_other():
    group = led()
    new = make_person(full_name="Lê Văn Tám", email="tam@truong.example")
    amendments.change_lead(group=group, person=new, **amended(letters_at=SITE))
    assert {each.person.full_name for each in rows()} == {"Trần Thị Minh Khai", "Lê Văn Tám"}


def test_the_lead_of_the_group_that_receives_is_told_of_a_merge():
    receiving = make_group(
        name="Nhóm nhận", lead=make_person(full_name="Lê Văn Tám", email="tam@truong.example"), lead_post=""
    )
    lifecycle.merge(group=led(), successor=receiving, **decided(letters_at=SITE))
    assert "Lê Văn Tám" in {each.person.full_name for each in rows(person__isnull=False)}
    assert "Nhóm nhận" in rows()[0].body


def test_two_readers_of_one_address_get_one_letter():
    person = make_person(email="THU.chuyenvien@pgd.example")
    lifecycle.suspend(group=make_group(lead=person, lead_post=""), **decided(letters_at=SITE))
    assert len(rows()) == 1


def test_one_without_an_address_is_kept_as_such_and_never_tried():
    lifecycle.suspend(group=make_group(lead=make_person(), lead_post=""), **decided(letters_at=SITE))
    assert [each.shown_address for each in rows(state="no_address")] == [""]
    assert deliver().sent == 1
    assert len(rows(state="no_address")) == 1


def test_several_at_once_make_one_letter_a_reader():
    groups = [make_proposal(name=f"Nhóm {number}") for number in range(3)]
    basis = decided(letters_at=SITE)
    events = several.do_several(action=Action.RECOGNISE, groups=groups, seen=marks_of(groups).values(), **basis)
    (written,) = rows()
    assert written.event == events[0]
    assert "3 nhóm" in written.subject
    assert all(f"Nhóm {number}" in written.body for number in range(3))


@pytest.mark.parametrize("planted", [PLANTED, "0912345678", "ai@truong.example", "viber://chat?number=1"])
def test_no_secret_enters_a_letter_whatever_a_name_or_reason_holds(planted):
    text = f"Xem {planted} nhé"
    told = [Told(text, text, text, text, "/quan-tri/")]
    made = letter(action=Action.SUSPEND, office=text, reader=text, told=told, site=SITE)
    assert planted not in made.subject + made.body
    assert made.body.count("[đã ẩn]") == 6
    assert f"{SITE}/quan-tri/" in made.body


def test_a_secret_that_slipped_into_a_name_is_masked_on_its_way():
    lifecycle.propose(group=make_draft(name=f"Nhóm {PLANTED}"), by=make_user(), effective_on=NOW.date(), now=NOW,
                      letters_at=SITE)  # fmt: skip
    (written,) = rows()
    assert "bimat" not in written.subject + written.body
    assert "Nhóm [đã ẩn]" in written.subject


def test_a_letter_leads_to_the_desk_and_holds_no_link_phone_or_roster():
    group = led(url=PLANTED, member=make_person(full_name="Võ Thị Sáu"))
    lifecycle.suspend(group=group, **decided(letters_at=SITE))
    for written in rows():
        assert f"{SITE}/quan-tri/groups/workgroup/{group.pk}/change/" in written.body
        assert not [word for word in ("bimat", "zalo.me", "0912", "Võ Thị Sáu", "khai@") if word in written.body]


def test_a_subject_of_many_lines_is_one():
    made = letter(action=Action.SUSPEND, office="A", reader="B", told=[Told("x\r\nBcc: ai" * 99, "y")], site=SITE)
    assert ("\n" in made.subject, "\r" in made.subject, len(made.subject)) == (False, False, 200)


def test_a_failure_is_tried_again_after_growing_pauses_and_then_given_up(monkeypatch):
    proposed()
    server, now, pauses = Broken(monkeypatch, smtplib.SMTPServerDisconnected("khai@truong.example")), NOW, []
    for _ in PAUSES:
        assert deliver(now).later == 1
        (written,) = rows()
        pauses.append(written.next_try_at - now)
        assert deliver(written.next_try_at - dt.timedelta(seconds=1)).later == 0
        now = written.next_try_at
    assert pauses == sorted(PAUSES) == list(PAUSES)
    assert deliver(now).given_up == 1
    (written,) = rows()
    assert (written.state, written.attempts) == (MailState.FAILED, len(PAUSES) + 1)
    assert written.trouble == "Không nối được với máy chủ thư."
    server.error = None
    assert deliver(now + dt.timedelta(days=9)) == outbox.Sent()
    outbox.resend(mail=written, by=make_user(), now=now)
    assert (deliver(now).sent, rows()[0].state, rows()[0].trouble) == (1, MailState.SENT, "")


@pytest.mark.parametrize(("code", "state"), [(550, "failed"), (450, "waiting")])
def test_an_address_refused_for_good_is_not_tried_again(monkeypatch, code, state):
    proposed()
    Broken(monkeypatch, smtplib.SMTPRecipientsRefused({"thu.lanhdao@pgd.example": (code, b"no")}))
    deliver()
    assert (rows()[0].state, rows()[0].trouble) == (state, f"Máy chủ thư không nhận địa chỉ của người này (mã {code}).")


def test_a_server_that_cannot_be_reached_is_asked_once_a_pass(monkeypatch):
    for _ in range(3):
        proposed(by=make_user())
    Broken(monkeypatch, OSError())
    assert (deliver().later, deliver().later, deliver().later, deliver().later) == (1, 1, 1, 0)


def test_a_sender_who_died_leaves_the_letter_to_the_next_who_sends_it_again_under_the_same_number(monkeypatch):
    proposed()

    def die(self, messages):
        box.outbox.extend(messages)  # it left, and nobody noted it
        raise KeyboardInterrupt

    monkeypatch.setattr(EmailBackend, "send_messages", die)
    with pytest.raises(KeyboardInterrupt):
        deliver()
    monkeypatch.undo()
    assert deliver(NOW + CLAIM - dt.timedelta(seconds=1)) == outbox.Sent()
    assert deliver(NOW + CLAIM).sent == 1
    numbers = {message.extra_headers["Message-ID"] for message in box.outbox}
    assert (len(box.outbox), len(numbers)) == (2, 1)


def test_a_slow_sender_does_not_overwrite_what_the_next_one_noted(monkeypatch):
    proposed()

    def slow(self, messages):
        monkeypatch.undo()
        assert deliver(NOW + CLAIM).sent == 1
        raise OSError

    monkeypatch.setattr(EmailBackend, "send_messages", slow)
    deliver()
    assert rows()[0].state == MailState.SENT


def test_an_address_taken_away_or_mended_before_the_sending_counts():
    person = make_person(email="khai@truong.example")
    group = make_group(lead=person, lead_post="")
    lifecycle.suspend(group=group, **decided(letters_at=SITE))
    person.email = ""
    person.save()
    deliver()
    (written,) = rows(person=person)
    assert (written.state, written.shown_address) == (MailState.NO_ADDRESS, "")
    with pytest.raises(ActRefused, match="chưa có địa chỉ"):
        outbox.resend(mail=written, by=make_user(), now=NOW)
    person.email = "moi@truong.example"
    person.save()
    outbox.resend(mail=written, by=make_user(), now=NOW)
    deliver()
    assert box.outbox[-1].to == ["moi@truong.example"]


def test_who_may_not_send_again_and_what_was_sent_are_refused():
    proposed()
    (written,) = rows()
    with pytest.raises(ActRefused, match="không có quyền"):
        outbox.resend(mail=written, by=make_user(role=CLERK), now=NOW)
    deliver()
    with pytest.raises(ActRefused, match="đã được gửi"):
        outbox.resend(mail=written, by=make_user(), now=NOW)


def test_old_letters_are_forgotten_and_their_events_stand():
    proposed()
    assert outbox.forget(before=NOW + dt.timedelta(days=1)) == 0  # it still waits
    deliver()
    assert outbox.forget(before=NOW) == 0
    assert outbox.forget(before=NOW + dt.timedelta(seconds=1)) == 1
    assert RegisterEvent.objects.count() == 1


def test_a_rehearsal_says_what_would_be_sent_and_writes_nothing():
    group = led()
    seen = outbox.rehearse(
        lambda: [amendments.rename(group=group, new_name="Tên khác", **amended(letters_at=SITE))], site=SITE
    )
    assert (reread(group).name, rows(), RegisterEvent.objects.count()) == (group.name, [], 2)
    amendments.rename(group=reread(group), new_name="Tên khác", **amended(letters_at=SITE))
    assert [(each.letter.subject, each.letter.body) for each in seen] == [(each.subject, each.body) for each in rows()]


def test_a_refused_rehearsal_says_why():
    with pytest.raises(ActRefused, match="trùng với tên"):
        outbox.rehearse(lambda: [amendments.rename(group=led(name="A"), new_name="A", **amended())], site=SITE)


@pytest.mark.parametrize("action", list(Action))
def test_letters_before_an_act_name_the_same_readers_as_after(action):
    group = led()
    names = [each.reader.name for each in letters_before(action, [group], by=make_user(role=LEADER), site=SITE)]
    assert ("Bà Trần Thị Minh Khai" in names) == (action in (
        Action.SUSPEND, Action.RESUME, Action.DISSOLVE, Action.MERGE, Action.RENAME, Action.MIGRATE,
        Action.CHANGE_LEAD, Action.CHANGE_MEMBERS, Action.DIRECT,
    ))  # fmt: skip


def test_letters_about_thirty_groups_ask_as_much_as_about_three():
    def queries(number):
        groups = [make_group(name=f"N{number} {each}", lead=make_person(full_name=f"Người {number} {each}"),
                             lead_post="") for each in range(number)]  # fmt: skip
        events = [lifecycle.suspend(group=group, **decided()) for group in groups]
        with CaptureQueriesContext(connection) as asked:
            letters_about(events, site=SITE)
        return len(asked)

    assert queries(3) == queries(30)
