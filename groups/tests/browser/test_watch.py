"""The watch and the axe fixture themselves: a test that they can fail."""

import pytest

from .watch import HOST, Watch

pytestmark = pytest.mark.looks
URL = f"http://{HOST}/"
POLICY = {"Content-Security-Policy": "default-src 'self'"}


@pytest.fixture
def show(new_context):
    """Return a function that shows a page made up on the spot and returns it with what its watch noted."""

    def _show(html: str, *, headers: dict | None = None, status: int = 200):
        context = new_context()
        context.route(
            URL, lambda route: route.fulfill(body=html, content_type="text/html", headers=headers, status=status)
        )
        watch = Watch(context)
        page = context.new_page()
        page.goto(URL)
        return page, watch.finish()

    return _show


def test_a_sound_page_is_no_trouble(show):
    _, troubles = show("<title>t</title><img src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=' alt=''>")
    assert troubles == []


@pytest.mark.parametrize(
    ("html", "noted"),
    [
        ("<script>console.error('lost')</script>", "console: lost"),
        ("<script>nothing.there</script>", "script error: nothing is not defined"),
        ("<img src='https://example.org/x.png' alt=''>", "request to another machine: https://example.org/x.png"),
        ("<img src='http://192.0.2.1/x.png' alt=''>", "request to another machine: http://192.0.2.1/x.png"),
    ],
)
def test_troubles_are_noted(show, html, noted):
    _, troubles = show(html)
    assert any(noted in trouble for trouble in troubles), troubles


@pytest.mark.parametrize("html", ["<p style='color: red'>", "<script>1</script>", "<style>p { margin: 0 }</style>"])
def test_a_breach_of_the_policy_is_noted(show, html):
    _, troubles = show(html, headers=POLICY)
    assert any("Content Security Policy" in trouble for trouble in troubles), troubles


def test_a_page_may_answer_that_it_is_not_there(show):
    _, troubles = show("<title>Không thấy</title>", status=404)
    assert troubles == []


def test_a_page_may_not_break(show):
    _, troubles = show("<title>Lỗi</title>", status=500)
    assert troubles


def test_axe_speaks_under_a_strict_policy(show, axe):
    page, _ = show("<html lang='vi'><title>t</title><main><h1>t</h1><img src='x.png'></main>", headers=POLICY)
    with pytest.raises(AssertionError, match=r"image-alt \(critical\)"):
        axe(page)
