"""``send_outbox``: one pass reminds, sends, and forgets what is old; it says what it did."""

import datetime as dt
import io

import pytest
from django.core import mail as box
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import timezone

from groups.models import Directive, OutgoingMail
from groups.services import lifecycle
from registry.console_mail import EmailBackend

from ..factories import decided, make_group, make_person

pytestmark = pytest.mark.django_db
SITE = "https://nhom.example.vn"


def send(*arguments):
    said, complained = io.StringIO(), io.StringIO()
    call_command("send_outbox", *arguments, stdout=said, stderr=complained)
    return said.getvalue(), complained.getvalue()


def written():
    person = make_person(email="khai@truong.example")
    lifecycle.suspend(group=make_group(lead=person, lead_post=""), **decided(letters_at=SITE))


@pytest.mark.parametrize("minutes", ["-1", "1441"])
def test_it_does_not_run_for_ever(minutes):
    with pytest.raises(CommandError, match="1440"):
        send("--minutes", minutes)


def test_a_pass_sends_what_waits_and_a_second_one_nothing(settings):
    settings.REGISTER_ADDRESS = SITE
    written()
    assert "gửi 1 thư" in send()[0]
    assert [message.to for message in box.outbox] == [["khai@truong.example"]]
    assert "gửi 0 thư" in send()[0]


def test_without_an_address_of_the_site_nobody_is_reminded_and_it_says_so(settings):
    settings.REGISTER_ADDRESS = ""
    Directive.objects.create(group=make_group(), kind="rename", due_on=timezone.localdate())
    assert "REGISTER_ADDRESS" in send()[1]
    assert OutgoingMail.objects.count() == 0
    settings.REGISTER_ADDRESS = SITE
    assert "Viết 1 thư nhắc hạn" in send()[0]


def test_what_was_sent_long_ago_is_forgotten(settings):
    settings.REGISTER_ADDRESS, settings.OUTBOX_KEEP_DAYS = SITE, 30
    written()
    send()
    count = OutgoingMail.objects.count()
    OutgoingMail.objects.update(written_at=timezone.now() - dt.timedelta(days=31))
    assert f"bỏ {count} thư cũ" in send()[0]
    assert OutgoingMail.objects.count() == 0


def test_the_console_shows_a_letter_and_no_address():
    said = io.StringIO()
    message = EmailMessage("Tiêu đề", "Nội dung", to=["khai@truong.example"])
    assert EmailBackend(stream=said).send_messages([message]) == 1
    assert "Tiêu đề\n\nNội dung" in said.getvalue()
    assert "khai@" not in said.getvalue()
