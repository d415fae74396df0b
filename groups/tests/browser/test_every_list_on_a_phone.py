"""Every list and form of the desk on a phone: nothing is cut, every value says what it is, a thumb hits its aim."""

import os

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse

from groups.models import ImportRun, MissingRow, Person, Unit

from ..admin.test_access import Desk
from ..factories import PASSWORD, make_user

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
LONG = "Trường Trung học cơ sở Nguyễn Thị Minh Khai – phân hiệu liên phường Bảy Hiền, Tân Sơn Nhất, Hoà Bình"
#: What stands in a list and is cut, hangs out of it or has no name; what a thumb aims at and could miss.
FAULTS = """() => {
  const found = [], wide = document.documentElement.clientWidth;
  const told = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 140)}`);
  if (document.documentElement.scrollWidth > wide + 1) told("the page scrolls sideways", document.body);
  const list = document.querySelector(".results");
  if (list.scrollWidth > list.clientWidth + 1) told("the list scrolls sideways", list);
  for (const cell of document.querySelectorAll("#result_list tbody :is(td, th)")) {
    const box = cell.getBoundingClientRect();
    if (!box.width) continue;
    if (box.left < 0 || box.right > wide + 1) told("hangs out", cell);
    if (cell.scrollWidth > cell.clientWidth + 1) told("is cut", cell);
    const name = getComputedStyle(cell, "::before").content;
    const names = cell.parentNode.querySelector(".field-shown_name") || cell.parentNode.querySelector("th");
    const chooses = cell.matches(".action-checkbox");
    if (cell !== names && !chooses && !/^".+: "/.test(name)) told(`has no name but ${name}`, cell);
  }
  for (const row of document.querySelectorAll("#result_list tbody tr")) {
    const name = row.querySelector(".field-shown_name > a") || row.querySelector("th > a");
    const aims = [row.querySelector(".action-checkbox label"), name].filter(aim => aim);
    for (const aim of aims) {
      const box = aim.getBoundingClientRect();
      if (box.width < 44 || box.height < 44) told(`${box.width} by ${box.height}`, aim);
      aim.scrollIntoView({block: "center"});
      const now = aim.getBoundingClientRect();
      const top = document.elementFromPoint(now.x + now.width / 2, now.y + now.height / 2);
      if (!aim.contains(top)) told("is covered", aim);
    }
    if (!row.querySelector("a")) told("leads nowhere", row);
  }
  return found;
}"""
#: What a reader of a form could not see: it hangs out of the screen with nothing around it that could be moved.
OUTSIDE = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > wide + 1) found.push("the page scrolls sideways");
  const seen = "#content :is(input, select, textarea, button, a, p, dd, td, h1, h2)";
  for (const element of document.querySelectorAll(seen)) {
    const box = element.getBoundingClientRect();
    const hidden = !box.width || box.width < 2 || getComputedStyle(element).visibility === "hidden";
    if (!hidden && (box.left < -1 || box.right > wide + 1)) found.push(`hangs out: ${element.outerHTML.slice(0, 140)}`);
  }
  return found;
}"""


@pytest.fixture
def desk_of_all(live_server):
    """One row of each noun, some with a name as long as they come; the page of who may see all of them."""
    with transaction.atomic():  # its letters go nowhere before they are changed
        desk = Desk()
    Unit.objects.filter(pk=desk.pks["unit"]).update(name=LONG, ward="Tân Sơn Nhất")
    Person.objects.filter(pk=desk.pks["person"]).update(post="Phó Trưởng phòng phụ trách giáo dục mầm non")
    MissingRow.objects.filter(pk=desk.pks["missingrow"]).update(note=f"Bản chụp mờ ở dòng này: {LONG}")
    everything = make_user(username="xem.het", superuser=True)
    everything.groups.set(Group.objects.all())
    ImportRun.objects.update(by=everything)  # seen by who brought it alone
    return desk, live_server.url


def sign_in(page, site):
    page.goto(f"{site}/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill("xem.het")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("heading", name="Việc đang chờ").wait_for()


def pictured(page, name):
    """Keep what the page looks like, where ``PICTURES`` says a directory."""
    if place := os.environ.get("PICTURES"):
        page.screenshot(path=f"{place}/{name}.png", full_page=True)


def test_every_list_is_cards(phone, desk_of_all):
    (_, site), wrong = desk_of_all, {}
    sign_in(phone, site)
    for model in admin.site._registry:
        name = model._meta.model_name
        phone.goto(site + reverse(f"admin:{model._meta.app_label}_{name}_changelist") + "?all=")
        assert phone.locator("#result_list tbody tr").count(), f"no row of {name} to look at"
        pictured(phone, f"list-{name}")
        if faults := phone.evaluate(FAULTS):
            wrong[name] = faults
    assert wrong == {}


def test_no_list_is_wider_than_the_desk(desk, desk_of_all):
    (_, site), wrong = desk_of_all, {}
    sign_in(desk, site)
    for model in admin.site._registry:
        name = model._meta.model_name
        desk.goto(site + reverse(f"admin:{model._meta.app_label}_{name}_changelist"))
        pictured(desk, f"desk-{name}")
        cut = "list => list.scrollWidth - list.clientWidth"
        if (wider := desk.locator(".results").evaluate(cut)) > 1:
            wrong[name] = wider
    assert wrong == {}


def test_every_form_and_record_fits(phone, desk_of_all):
    (desk, site), wrong = desk_of_all, {}
    sign_in(phone, site)
    for model in admin.site._registry:
        name = model._meta.model_name
        for what, args in (("add", []), ("change", [desk.pks[name]]), ("history", [desk.pks[name]])):
            address = reverse(f"admin:{model._meta.app_label}_{name}_{what}", args=args)
            if phone.goto(site + address).status == 403:
                continue
            pictured(phone, f"{what}-{name}")
            if faults := phone.evaluate(OUTSIDE):
                wrong[address] = faults
    assert wrong == {}
