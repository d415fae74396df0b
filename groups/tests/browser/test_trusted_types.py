"""On public pages the browser itself refuses to make a script of a text."""

import pytest
from django.urls import reverse

from groups.tests import factories

from .conftest import DESK

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.once("about what a browser lets a page do"),
]
#: Ways from a text to a script. Not eval: what a test says in a page is itself let eval; script-src refuses it there.
SINKS = {
    "innerHTML": "document.createElement('p').innerHTML = '<b>x</b>'",
    "outerHTML": "document.body.appendChild(document.createElement('p')).outerHTML = '<b>x</b>'",
    "insertAdjacentHTML": "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
    "document.write": "document.write('<b>x</b>')",
    "DOMParser": "new DOMParser().parseFromString('<b>x</b>', 'text/html')",
    "srcdoc": "document.createElement('iframe').srcdoc = '<b>x</b>'",
    "script.src": "document.createElement('script').src = '/static/js/check.js'",
    "script.text": "document.createElement('script').text = '1'",
    "Worker": "new Worker('/static/js/scan-worker.js')",
    "another policy": "trustedTypes.createPolicy('default', {createHTML: (text) => text})",
}
TRY = "(code) => { try { %s; return 'done' } catch (error) { return error.name } }"


def visit(new_context, live_server, path):
    """Open a page without the watch: what the browser refuses here is meant."""
    page = new_context(base_url=live_server.url, **DESK).new_page()
    page.goto(path)
    return page


@pytest.mark.parametrize("path", ["home", "check", "list", "log", "publications", "difference", "group", "nowhere"])
def test_no_way_from_a_text_to_a_script_is_open(new_context, live_server, path):
    group = factories.make_group()
    address = {"group": reverse("web:group", args=[group.code]), "nowhere": "/khong-co/"}
    page = visit(new_context, live_server, address.get(path) or reverse(f"web:{path}"))
    for name, code in SINKS.items():
        assert page.evaluate(TRY % code) == "TypeError", name


def test_the_policy_of_the_scanner_takes_scripts_of_this_site_alone(new_context, live_server):
    factories.make_authority()
    page = visit(new_context, live_server, reverse("web:home"))
    # Made as static/js/scan.js makes it; a second one of that name is refused where it was made already.
    assert page.evaluate(TRY % "trustedTypes.createPolicy('register', {})") == "done"
    assert page.evaluate(TRY % "trustedTypes.createPolicy('register', {})") == "TypeError"
    page = visit(new_context, live_server, reverse("web:check"))
    assert page.evaluate(TRY % "trustedTypes.createPolicy('register', {})") == "TypeError"


def test_staff_pages_say_nothing_of_it(client):
    for path, said in ((reverse("web:home"), True), (reverse("admin:login"), False)):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert ("require-trusted-types-for 'script'" in policy) is said
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
