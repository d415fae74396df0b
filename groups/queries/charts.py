"""What the staff's home draws: how the register is made up, and how much was done of late."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncMonth

from ..domain.platforms import PLATFORM_LABELS
from ..domain.vocabulary import LEVEL_LABELS
from ..models import RegisterEvent, WorkGroup
from .permissions import may_see_groups
from .scope import in_scope


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, how many, its length in percent of the longest, and the list behind it."""

    label: str
    count: int
    share: int
    query: str = ""


@dataclass(frozen=True)
class Chart:
    """Bars under one heading."""

    key: str
    title: str
    bars: tuple[Bar, ...]


def official_by(user, field: str, title: str, labels: dict[str, str]) -> Chart:
    """Return how many official groups bear each value of ``field``, in the order of ``labels``; nought is left out.

    They are of the offices for which ``user`` works, here as in every chart.
    """
    rows = in_scope(WorkGroup.objects.official(), user).order_by().values(field).annotate(count=Count("pk"))
    counts = {row[field]: row["count"] for row in rows}
    found = [(labels[value], counts[value], f"status__exact=recognised&{field}__exact={value}") for value in labels
             if value in counts]  # fmt: skip
    return Chart(field, title, _bars(found))


def events_by_month(user, today: dt.date, months: int = 12) -> Chart:
    """Return how many events were recorded in each of the last ``months`` months, the present one last."""
    first = _month_before(today.replace(day=1), months - 1)
    rows = (
        in_scope(RegisterEvent.objects.order_by(), user)
        .filter(recorded_at__date__gte=first)
        .annotate(month=TruncMonth("recorded_at"))
        .values("month")
        .annotate(count=Count("pk"))
    )
    counts = {(row["month"].year, row["month"].month): row["count"] for row in rows}
    days = [_month_before(today.replace(day=1), back) for back in reversed(range(months))]
    return Chart(
        "month",
        "Sự kiện ghi vào sổ theo tháng",
        _bars([(f"{day.month:02}/{day.year}", counts.get((day.year, day.month), 0), _in_month(day)) for day in days]),
    )


def charts(user, today: dt.date) -> list[Chart]:
    """Return the charts of the home page, for who may see the lists behind them; one query each."""
    if not may_see_groups(user):
        return []
    return [
        official_by(user, "platform", "Nhóm chính thức theo ứng dụng", PLATFORM_LABELS),
        official_by(user, "level", "Nhóm chính thức theo cấp học", LEVEL_LABELS),
        events_by_month(user, today),
    ]


def _bars(found: Iterable[tuple[str, int, str]]) -> tuple[Bar, ...]:
    found = list(found)
    most = max((count for _, count, _ in found), default=0) or 1
    # A bar that stands for something is seen, however short.
    return tuple(
        Bar(label, count, max(round(100 * count / most), 1 if count else 0), query) for label, count, query in found
    )


def _month_before(first: dt.date, back: int) -> dt.date:
    index = first.year * 12 + first.month - 1 - back
    return dt.date(index // 12, index % 12 + 1, 1)


def _in_month(day: dt.date) -> str:
    return f"recorded_at__year={day.year}&recorded_at__month={day.month}"
