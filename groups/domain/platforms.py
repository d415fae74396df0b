"""The apps in which work groups live."""

from enum import StrEnum


class Platform(StrEnum):
    """An app; the value is what the database keeps."""

    ZALO = "zalo"
    VIBER = "viber"
    OTHER = "other"


PLATFORM_LABELS = {Platform.ZALO: "Zalo", Platform.VIBER: "Viber", Platform.OTHER: "Ứng dụng khác"}
