"""Pictures of QR codes as people send them: clean screenshots, and a seeded set of distorted ones.

Used by tests and by the benchmark. Everything follows from the seed.
"""

import io
import random
from collections.abc import Callable, Iterator

import numpy as np
import segno
from PIL import Image, ImageDraw, ImageFilter

_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def make_link(rng: random.Random) -> str:
    """A made-up invite link: Zalo's short one or Viber's long one."""
    if rng.random() < 0.5:
        return f"https://zalo.me/g/{''.join(rng.choices(_ALPHABET, k=rng.choice([9, 20])))}"
    return f"https://invite.viber.com/?g2={''.join(rng.choices(_BASE64, k=64))}"


def make_qr(text: str, *, scale: int = 8, error: str = "m") -> Image.Image:
    """A QR code as an app draws it, with its quiet zone."""
    buffer = io.BytesIO()
    segno.make(text, error=error, boost_error=False).save(buffer, kind="png", scale=scale, border=4)
    return Image.open(buffer).convert("L")


def png(image: Image.Image) -> bytes:
    """The bytes of ``image`` as PNG."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def jpeg(image: Image.Image, quality: int = 85, **more) -> bytes:
    """The bytes of ``image`` as JPEG."""
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=quality, **more)
    return buffer.getvalue()


def on_phone_screen(code: Image.Image, rng: random.Random, width: int = 1080) -> Image.Image:
    """A phone's screenshot with the code somewhere between other things."""
    screen = Image.new("L", (width, int(width * 2.1)), rng.choice([255, 245, 30]))
    draw = ImageDraw.Draw(screen)
    for _ in range(25):
        x, y = rng.randrange(width), rng.randrange(screen.height)
        draw.rounded_rectangle(
            [x, y, x + rng.randrange(40, 400), y + rng.randrange(10, 60)], 8, fill=rng.randrange(256)
        )
    screen.paste(code, (rng.randrange(width - code.width), rng.randrange(screen.height - code.height)))
    return screen


def clean_screenshots(count: int = 30, seed: int = 11) -> Iterator[tuple[str, bytes]]:
    """Yield (text, picture) of codes as an app shows them: alone, or in a screenshot."""
    rng = random.Random(seed)
    for number in range(count):
        text = make_link(rng)
        code = make_qr(text, scale=rng.choice([3, 4, 6, 10]))
        yield text, png(on_phone_screen(code, rng) if number % 2 else code)


def _rotated(image: Image.Image, rng: random.Random) -> Image.Image:
    return image.rotate(rng.uniform(-45, 45), Image.Resampling.BICUBIC, expand=True, fillcolor=rng.choice([255, 190]))


def _in_perspective(image: Image.Image, rng: random.Random) -> Image.Image:
    wide, high = image.size
    image = _framed(image, wide // 5)
    w, h = image.size
    depth = rng.uniform(0.08, 0.22)
    corners = [(0, 0), (w, 0), (w, h), (0, h)]
    moved = [(x + rng.uniform(-1, 1) * depth * wide, y + rng.uniform(-1, 1) * depth * high) for x, y in corners]
    rows = []
    for (x, y), (u, v) in zip(corners, moved, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    coefficients = np.linalg.solve(np.array(rows, float), np.array(moved, float).ravel())
    return image.transform(
        image.size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC, fillcolor=200
    )


def _framed(image: Image.Image, border: int, shade: int = 200) -> Image.Image:
    framed = Image.new("L", (image.width + 2 * border, image.height + 2 * border), shade)
    framed.paste(image, (border, border))
    return framed


def _blurred(image: Image.Image, rng: random.Random) -> Image.Image:
    # In parts of a module of the code (8 pixels): half of one is what a hand that is not quite still makes.
    return image.filter(ImageFilter.GaussianBlur(rng.uniform(2.0, 4.6)))


def _noisy(image: Image.Image, rng: random.Random) -> Image.Image:
    noise = np.random.default_rng(rng.randrange(2**32)).normal(0, rng.uniform(20, 55), (image.height, image.width))
    shaded = np.asarray(image, float) * rng.uniform(0.45, 0.9) + rng.uniform(0, 60)
    return Image.fromarray(np.clip(shaded + noise, 0, 255).astype("uint8"))


def _lit_from_aside(image: Image.Image, rng: random.Random) -> Image.Image:
    slope = np.linspace(rng.uniform(0.25, 0.5), 1.0, image.width)
    return Image.fromarray((np.asarray(image, float) * slope).astype("uint8"))


def _small_on_screen(image: Image.Image, rng: random.Random) -> Image.Image:
    side = rng.randrange(105, 200)
    return on_phone_screen(image.resize((side, side), Image.Resampling.BILINEAR), rng)


def _with_logo(image: Image.Image, rng: random.Random) -> Image.Image:
    side = int(image.width * rng.uniform(0.14, 0.2))
    logo = Image.new("L", (side, side), 255)
    ImageDraw.Draw(logo).ellipse([2, 2, side - 3, side - 3], fill=rng.randrange(40, 160))
    image = image.copy()
    image.paste(logo, ((image.width - side) // 2, (image.height - side) // 2))
    return image


_KINDS: dict[str, list[Callable[[Image.Image, random.Random], Image.Image]]] = {
    "rotation": [_rotated],
    "perspective": [_in_perspective],
    "blur": [_blurred],
    "noise": [_noisy],
    "light": [_lit_from_aside],
    "small": [_small_on_screen],
    "logo": [_with_logo],
    "photo": [_rotated, _lit_from_aside],
    "tilt and blur": [_in_perspective, _blurred],
    "tilt and noise": [_in_perspective, _noisy],
}


def distorted(count: int = 100, seed: int = 7) -> Iterator[tuple[str, str, bytes]]:
    """Yield (kind, text, picture) of codes as they come from a hand-held phone; every kind equally often."""
    rng = random.Random(seed)
    kinds = list(_KINDS)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        text = make_link(rng)
        image = make_qr(text, error="h" if kind == "logo" else "m")
        for distort in _KINDS[kind]:
            image = distort(image, rng)
        yield kind, text, jpeg(image, rng.randrange(35, 90))
