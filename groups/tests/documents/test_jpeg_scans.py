"""How often a JPEG is gone over, told from its marks."""

import io

import pytest
from PIL import Image

from groups.documents.jpeg_scans import Scans, scans_of

NOISE = Image.effect_noise((160, 120), 90).convert("RGB")


def saved(**more):
    kept = io.BytesIO()
    NOISE.save(kept, "JPEG", **more)
    return kept.getvalue()


ONE, SEVERAL = saved(), saved(progressive=True)


def in_parts(picture):
    """As an encoder writes that sends one colour after the other: the first scan names one of three."""
    at = picture.index(b"\xff\xda") + 4
    return picture[:at] + b"\x01" + picture[at + 1 :]


@pytest.mark.parametrize(
    ("picture", "scans"),
    [
        (b"", Scans(0, False)),
        (b"\xff\xd8", Scans(0, False)),
        (ONE, Scans(1, False)),
        (saved(restart_marker_rows=1), Scans(1, False)),
        (saved(comment=b"\xff\xda\xff\xd9" * 9), Scans(1, False)),  # what looks like marks within a remark
        (ONE + SEVERAL, Scans(1, False)),  # a second picture behind the first, as phones append them
        (SEVERAL, Scans(10, True)),
        (SEVERAL.replace(b"\xff\xda", b"\xff\xff\xff\xda"), Scans(10, True)),  # FF may stand in front of a mark
        (SEVERAL.replace(b"\xff\xda", b"xyz\xff\xda"), Scans(10, True)),  # and anything else
        (in_parts(ONE), Scans(1, True)),
        (SEVERAL[:-2] + b"\xff\xda\x00\x02" * 20_000, Scans(10_000, True)),
    ],
    ids=["empty", "begun", "one", "restarts", "remark", "two", "progressive", "filled", "garbage", "parts", "bomb"],
)
def test_scans_are_counted_as_the_decoder_meets_them(picture, scans):
    assert scans_of(picture) == scans
