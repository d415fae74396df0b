"""Parts of pages that are rendered once say for each group what the component says for it alone."""

from contextlib import contextmanager

from django.template.loader import render_to_string
from django.urls import set_script_prefix
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.platforms import Platform
from groups.domain.status import PUBLIC
from groups.domain.vocabulary import Level
from groups.queries.public_list import Row
from groups.queries.public_version import PublicVersion, current
from groups.templatetags.kept import rows_html

# What would be mistaken for a place, and what a page must escape.
_TRAPS = ["AA-0000-0", "-place-of-name-", "-place-of-lead-", "<b>&\"'", "{{ row.code }}", "{% now 'Y' %}", "\\g<0>"]
_TEXT = st.one_of(st.sampled_from(_TRAPS), st.text(max_size=40))
_ROWS = st.builds(
    Row,
    code=st.from_regex(r"[A-Z]{2}-[0-9]{4}-[0-9]", fullmatch=True),
    name=_TEXT.filter(bool),
    platform=st.sampled_from(Platform),
    level=st.sampled_from(Level),
    status=st.sampled_from(sorted(PUBLIC)),
    room_count=st.integers(1, 12),
    room_count_read=st.sampled_from(["1", "2", "2 (?)"]),
    lead=_TEXT,
)


@contextmanager
def one_version():
    token = current.set(PublicVersion(7, 7))
    yield
    current.reset(token)


@given(st.lists(_ROWS, max_size=4))
def test_rows_read_as_the_component(rows):
    with one_version():
        found = rows_html(rows)
    assert found == "".join(render_to_string("components/row.html", {"row": row}) for row in rows)


def test_links_stay_below_the_place_of_the_site():
    row = Row("BM-0001-1", "Một", Platform.ZALO, Level.PRIMARY, "recognised", 1, "1", "")
    for prefix in ("/so/", "/"):
        set_script_prefix(prefix)
        with one_version():
            assert f'href="{prefix}nhom/BM-0001-1/"' in rows_html([row])
