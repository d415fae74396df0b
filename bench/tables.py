"""Figures set out in tables, for the terminal and for ``docs/benchmarks.md``."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Table:
    """A title, a row of heads, rows of cells; the notes say how it was measured."""

    title: str
    heads: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    notes: str = ""

    def text(self) -> str:
        """Return the table for a terminal: the first column to the left, figures to the right."""
        widths = [max(len(line[at]) for line in (self.heads, *self.rows)) for at in range(len(self.heads))]
        lines = [
            "  ".join(cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(pairs))
            for pairs in (list(zip(line, widths, strict=True)) for line in (self.heads, *self.rows))
        ]
        return "\n".join([self.title, *lines, *([self.notes] if self.notes else [])])

    def markdown(self) -> str:
        """Return the table as Markdown."""
        rule = ["---", *["---:"] * (len(self.heads) - 1)]
        lines = ["| " + " | ".join(line) + " |" for line in (self.heads, rule, *self.rows)]
        return "\n".join([f"**{self.title}**", "", *lines, *(["", self.notes] if self.notes else [])])


def say(text: str) -> None:
    """Tell whoever waits how far it is; not part of the figures."""
    print(text, file=sys.stderr, flush=True)
