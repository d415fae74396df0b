"""One member of staff as a process: ``python -m groups.tests.endurance.worker DUTY [ARGUMENT...]`` (``duties.py``)."""

import sys

import django


def main(duty: str, *arguments: str) -> None:
    django.setup()
    from .duties import DUTIES  # models can be imported only now

    DUTIES[duty](*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
