"""QR codes in pictures. What must not be read comes first; a wrong text is worse than none."""

import io
import random

import pytest
from PIL import Image

from groups.documents import qr_reading
from groups.documents.qr_reading import UnreadablePicture, read_qr
from groups.tests.pictures import clean_screenshots, distorted, jpeg, make_qr, on_phone_screen, png

TEXT = "https://zalo.me/g/abcdef123"


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        (b"", "không phải là ảnh"),
        (b"%PDF-1.7", "không phải là ảnh"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "không phải là ảnh"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "HEIC"),
        (b"x" * (qr_reading.MAX_BYTES + 1), "8 MB"),
        (png(make_qr(TEXT))[:300], "bị hỏng"),
        (jpeg(make_qr(TEXT))[:900], "bị hỏng"),
    ],
    ids=["empty", "pdf", "svg", "heic", "large", "half a PNG", "half a JPEG"],
)
def test_what_is_no_whole_picture_is_refused_and_named(picture, says):
    with pytest.raises(UnreadablePicture, match=says):
        read_qr(picture)


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded():
    bomb = png(Image.new("1", (12_000, 12_000)))

    assert len(bomb) < 100_000
    with pytest.raises(UnreadablePicture, match="nhiều điểm ảnh"):
        read_qr(bomb)


def progressive(picture, **more):
    kept = io.BytesIO()
    picture.save(kept, "JPEG", progressive=True, **more)
    return kept.getvalue()


def with_scans(picture, more):
    """The same picture, whose last scan is sent so many times more."""
    return picture[:-2] + picture[picture.rindex(b"\xff\xda") : -2] * more + picture[-2:]


def test_a_jpeg_that_must_be_held_whole_may_be_no_larger_than_other_pictures():
    side = 6_400  # one scan of this size is read, in several it is not
    picture = Image.new("L", (side, side))
    assert side * side > qr_reading.MAX_PIXELS
    assert read_qr(jpeg(picture)) == []
    with pytest.raises(UnreadablePicture, match="nhiều điểm ảnh"):
        read_qr(progressive(picture))


def test_a_jpeg_that_is_gone_over_hundreds_of_times_is_refused_before_it_is_decoded(monkeypatch):
    few, many = (with_scans(progressive(Image.new("L", (1_000, 1_000))), more) for more in (5, 400))
    assert len(many) < 30_000
    assert read_qr(few) == []
    monkeypatch.setattr(qr_reading, "_on_white", None)  # it is not come to
    with pytest.raises(UnreadablePicture, match="nhiều điểm ảnh"):
        read_qr(many)


def test_a_usual_progressive_picture_is_read():
    assert read_qr(progressive(make_qr(TEXT).convert("RGB"), subsampling=0)) == [TEXT]


def test_a_picture_without_a_code_has_none():
    assert read_qr(png(Image.new("RGB", (300, 300), "white"))) == []
    assert read_qr(png(Image.new("L", (1, 1)))) == []


def test_half_a_code_is_no_code():
    code = make_qr(TEXT)
    assert read_qr(png(code.crop((0, 0, code.width // 2, code.height)))) == []


def test_every_clean_screenshot_is_read():
    pictures = list(clean_screenshots(40))

    assert [read_qr(picture) for _, picture in pictures] == [[text] for text, _ in pictures]


def test_nearly_every_distorted_picture_is_read_and_none_wrongly():
    found = [(kind, text, read_qr(picture)) for kind, text, picture in distorted(100)]

    assert [(kind, texts) for kind, text, texts in found if texts not in ([], [text])] == []
    assert sum(texts == [text] for _, text, texts in found) >= 95, [kind for kind, _, texts in found if not texts]


def test_the_distorted_pictures_are_a_test_of_something():
    import io

    import zxingcpp

    plain = [zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L")) for _, _, picture in distorted(100)]

    assert sum(map(bool, plain)) <= 90


def test_several_codes_are_read_in_reading_order():
    texts = [f"https://zalo.me/g/nhomso{number:03d}" for number in range(4)]
    page = Image.new("L", (900, 900), 255)
    for number, text in enumerate(texts):
        page.paste(make_qr(text, scale=6), ((number % 2) * 450 + 20, (number // 2) * 450 + 20))

    assert read_qr(png(page)) == texts


def test_the_same_code_twice_is_one():
    page = Image.new("L", (900, 420), 255)
    for x in (10, 460):
        page.paste(make_qr(TEXT, scale=8), (x, 10))

    assert read_qr(png(page)) == [TEXT]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_every_usual_kind_of_picture_is_read(form):
    import io

    buffer = io.BytesIO()
    make_qr(TEXT).convert("RGB").save(buffer, form)

    assert read_qr(buffer.getvalue()) == [TEXT]


def test_what_is_transparent_counts_as_white():
    code = make_qr(TEXT)
    clear = Image.new("RGBA", code.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), mask=code.point(lambda shade: 255 - shade))

    assert read_qr(png(clear)) == [TEXT]


def test_a_photo_on_its_side_and_a_large_one_are_read():
    photo = Image.new("L", (4000, 3000), 180)
    photo.paste(make_qr(TEXT, scale=14), (1500, 1100))
    exif = Image.Exif()
    exif[0x0112] = 6

    assert read_qr(jpeg(photo, exif=exif)) == [TEXT]


def test_a_dark_screen_is_read():
    code = make_qr(TEXT).point(lambda shade: 255 - shade)
    screen = on_phone_screen(code, random.Random(3))

    assert read_qr(png(screen)) == [TEXT]
