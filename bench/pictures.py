"""QR codes in pictures: how many of the seeded set are read, how fast, and what the reader alone makes of them."""

import io
from collections import Counter
from collections.abc import Sequence

import zxingcpp
from PIL import Image

from groups.documents.qr_reading import read_qr
from groups.tests.pictures import clean_screenshots, distorted

from .clock import p50_p99, timed
from .tables import Table

_CLEAN = 100
_SEEDS = (7, 8, 9)
_NOTES = (
    f"{_CLEAN} clean screenshots; for each of the seeds {', '.join(map(str, _SEEDS))} one hundred distorted pictures, "
    "ten of each kind (`groups/tests/pictures.py`). Right is the one text and no other; a wrong text stops the "
    "benchmark. The reader alone is zxing-cpp on the same picture in grey."
)


def pictures(sizes: Sequence[int]) -> list[Table]:
    """Read the pictures; ``sizes`` of registers mean nothing here."""
    table = Table("QR codes in pictures", ["", "read", "the reader alone", "ms, p50 / p99"], notes=_NOTES)
    kinds: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    table.rows.append(_row("clean screenshots", list(clean_screenshots(_CLEAN))))
    for seed in _SEEDS:
        every = list(distorted(100, seed=seed))
        table.rows.append(_row(f"distorted, seed {seed}", [(text, picture) for _, text, picture in every]))
        kinds.update(kind for kind, _, _ in every)
        missed.update(kind for kind, text, picture in every if read_qr(picture) != [text])
    by_kind = Table("Distorted pictures read, by kind", ["", "read"])
    by_kind.rows = [[kind, f"{count - missed[kind]} of {count}"] for kind, count in kinds.items()]
    return [table, by_kind]


def _row(name: str, pictures: list[tuple[str, bytes]]) -> list[str]:
    seconds, found = timed(lambda pair: read_qr(pair[1]), pictures)
    if wrong := [texts for texts, (text, _) in zip(found, pictures, strict=True) if texts not in ([], [text])]:
        raise AssertionError(f"Read wrongly: {wrong[0]}")
    alone = sum(bool(_alone(picture)) for _, picture in pictures)
    return [name, f"{sum(map(bool, found))} of {len(pictures)}", str(alone), p50_p99(seconds)]


def _alone(picture: bytes) -> list:
    return zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
