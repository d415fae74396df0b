"""A real Chromium for the tests of this folder: two sizes of page, and an eye on what goes wrong unseen."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .watch import HOST, Watch

# Playwright's event loop runs in the thread of the test, where Django would refuse its own blocking queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",  # root has none; the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",  # whatever a page asks for, nothing leaves this machine
]
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
#: The same acts on a desk and on a phone; what the second adds is how the pages fit.
at_both_sizes = pytest.mark.parametrize("size", ["desk", pytest.param("phone", marks=pytest.mark.looks)])


@pytest.hookimpl(tryfirst=True)  # before pytest itself looks at -m
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that ``-m "not browser"`` leaves out the whole of it."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Launch the Chromium of this machine; Playwright downloads none."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Chromium was not found; leave these tests out with: -m 'not browser'"
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """A reader in Viet Nam who wants nothing to move."""
    wishes = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "reduced_motion": "reduce"}
    return {**browser_context_args, **wishes}


@pytest.fixture
def open_page(new_context, live_server) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of the live server; what its watch noted fails the test at the end."""
    watches: list[Watch] = []

    def _open(**wishes) -> Page:
        context = new_context(base_url=live_server.url, **wishes)
        watches.append(Watch(context))
        return context.new_page()

    yield _open
    troubles = [trouble for watch in watches for trouble in watch.finish()]
    assert not troubles, "The browser noted:\n  " + "\n  ".join(troubles)


@pytest.fixture
def phone(open_page) -> Page:
    """A page as wide as a phone, with touch."""
    return open_page(**PHONE)


@pytest.fixture
def desk(open_page) -> Page:
    """A page on a desk."""
    return open_page(**DESK)


@pytest.fixture
def axe() -> Callable[..., None]:
    """Return a function that asserts that axe finds nothing against the page, or against one part of it."""

    def _check(page: Page, part: str | None = None) -> None:
        # Only of violations each place is told; what passed is judged all the same, and not written out.
        options = {"preload": False, "resultTypes": ["violations"]}
        violations = Axe().run(page, context=part, options=options).response["violations"]
        assert not violations, f"axe on {page.url}\n" + "\n".join(map(_described, violations))

    return _check


def _described(violation: dict) -> str:
    places = (f"    {' '.join(map(str, node['target']))}  {node['html'][:160]}" for node in violation["nodes"])
    return "\n".join([f"  {violation['id']} ({violation['impact']}): {violation['help']}", *places])
