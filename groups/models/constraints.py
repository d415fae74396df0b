"""The few shapes of database constraint that the models repeat, said once."""

from collections.abc import Iterable

from django.db.models import CheckConstraint, F, Q


def all_or_none(name: str, *fields: str) -> CheckConstraint:
    """All of ``fields`` are set, or none is."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return CheckConstraint(condition=none | every, name=name)


def one_of(name: str, field: str, values: Iterable[str], message: str) -> CheckConstraint:
    """``field`` holds one of ``values``."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": sorted(str(value) for value in values)}),
        name=name,
        violation_error_message=message,
    )


def in_order(name: str, first: str, last: str) -> CheckConstraint:
    """Where both dates are known, ``first`` is not after ``last``."""
    return CheckConstraint(
        condition=Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__isnull": True}) | Q(**{f"{first}__lte": F(last)}),
        name=name,
        violation_error_message="Ngày bắt đầu phải trước hoặc bằng ngày kết thúc.",
    )


def partial_date(name: str, date: str, precision: str) -> CheckConstraint:
    """A date is there exactly when its precision is not "none"."""
    return CheckConstraint(
        condition=Q(**{f"{date}__isnull": True, precision: "none"})
        | Q(**{f"{date}__isnull": False, f"{precision}__in": ["day", "month"]}),
        name=name,
        violation_error_message="Ngày và mức độ rõ của ngày không khớp nhau.",
    )
