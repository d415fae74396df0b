"""The look-up "is this group official?": how fast, how often right, and never taken in."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from groups.domain.verdicts import Verdict
from groups.models import InviteLink, WorkGroup
from groups.queries.name_search import search_names
from groups.queries.verification import verify

from .adversarial import adversarial
from .clock import p50_p99, timed
from .databases import register_of
from .load import NOW
from .mutations import MUTATIONS
from .questions import Short, misspelt_names, short_queries, words_in, words_meant_in
from .tables import Table, say

_EXACT, _MISSPELT, _SHORT, _WHOLE = 1_000, 2_000, 500, 500
#: On the smallest register, where an attacker's guess comes nearest to everything that is there; and on the others.
_ADVERSARIAL, _ADVERSARIAL_MORE = 20_000, 1_000
#: The attacker knows so many names and links; all codes follow from one.
_KNOWN = 5_000
_SMALL = 1_000
_HOSTS = frozenset({"register.example"})
_NOTE_TIMES = (
    f"Milliseconds in one process, p50 / p99. Codes and links: {_EXACT:,} each, drawn by chance. Names: {_MISSPELT:,} "
    f"mutated ones through `search_names`, and {_WHOLE:,} through `verify`; {_SHORT:,} short queries."
)
_NOTE_RECALL = (
    "Percent of the mutated names for which the group meant is among the first five of `search_names`. A mutation that "
    "changed nothing, or made the very name of another group, was drawn again."
)
_NOTE_PRECISION = (
    f"{_SHORT:,} queries of three or four neighbouring words of a name, without diacritics, 60 % with one slip. Right "
    "is a group with a name that holds all the words meant; counted against the ten first, or against all that there "
    "are where they are fewer than ten. To the letter, “Trường MN” does not hold “mam non”; with the short forms of "
    "both written out it does."
)


@dataclass
class Figures:
    """What was measured on one size: rows of the tables, by their names."""

    times: dict[str, str] = field(default_factory=dict)
    recall: dict[str, str] = field(default_factory=dict)
    precision: dict[str, str] = field(default_factory=dict)
    passed: dict[str, str] = field(default_factory=dict)


def lookup(sizes: Sequence[int]) -> list[Table]:
    """Measure the look-up on a register of each size."""
    measured = {}
    for size in sizes:
        with register_of(size) as names:
            measured[size] = _measure(names)
    return [
        _table("How fast the look-up is", measured, lambda figures: figures.times, _NOTE_TIMES),
        _table("Recall@5 of mutated names, %", measured, lambda figures: figures.recall, _NOTE_RECALL),
        _table("Precision@10 of short queries, %", measured, lambda figures: figures.precision, _NOTE_PRECISION),
        _table(
            "Adversarial inputs answered official",
            measured,
            lambda figures: figures.passed,
            f"Of {_ADVERSARIAL:,} inputs (of {_ADVERSARIAL_MORE:,} on registers of more than {_SMALL:,} groups) that "
            "hold neither a link nor a code of the register. None may be.",
        ),
    ]


def _table(title: str, measured: dict[int, Figures], rows: Callable[[Figures], dict[str, str]], notes: str) -> Table:
    first = rows(next(iter(measured.values())))
    table = Table(title, ["", *(f"{size:,} groups" for size in measured)], notes=notes)
    table.rows = [[name, *(rows(figures)[name] for figures in measured.values())] for name in first]
    return table


def _measure(names: Sequence[str]) -> Figures:
    rng, figures = random.Random(2026), Figures()
    for step in (_exact, _misspelt, _short, _adversarial):
        step(rng, names, figures)
        say(f"  {step.__name__.strip('_')} done; so far {figures.times}")
    say(f"  {figures.recall}\n  {figures.precision}\n  {figures.passed}")
    return figures


def _ask(text: str):
    return verify(text, now=NOW, own_hosts=_HOSTS)


def _exact(rng: random.Random, names: Sequence[str], figures: Figures) -> None:
    keys = [rng.randint(1, len(names)) for _ in range(_EXACT)]
    codes = [WorkGroup.objects.values_list("code", flat=True).get(pk=key) for key in keys]
    links = [InviteLink.objects.values_list("url", flat=True).get(group=key) for key in keys]
    row, _ = timed(lambda code: WorkGroup.objects.get(code=code), codes)
    code, answers = timed(_ask, codes)
    link, more = timed(_ask, links)
    wrong = [key for key, answer in zip(keys * 2, answers + more, strict=True) if answer.matches[0].group.pk != key]
    if wrong:
        raise AssertionError(f"A code or a link led to another group: {wrong[:5]}")
    figures.times |= {"code, its row alone": p50_p99(row), "code, whole answer": p50_p99(code)}
    figures.times["link, whole answer"] = p50_p99(link)


def _misspelt(rng: random.Random, names: Sequence[str], figures: Figures) -> None:
    asked = misspelt_names(rng, names, _MISSPELT)
    search_names(names[0])  # reads the vocabulary, once for a process
    seconds, found = timed(lambda each: search_names(each.text, limit=5), asked)
    hits = [each.group_id in {find.group_id for find in finds[:5]} for each, finds in zip(asked, found, strict=True)]
    whole, _ = timed(lambda each: _ask(each.text).verdict, asked[:_WHOLE])
    figures.times |= {"mutated name, found": p50_p99(seconds), "mutated name, whole answer": p50_p99(whole)}
    figures.recall["in all"] = _percent(sum(hits), len(hits))
    for kind in MUTATIONS:
        own = [hit for each, hit in zip(asked, hits, strict=True) if each.kind == kind]
        figures.recall[kind.replace("_", " ")] = _percent(sum(own), len(own))


def _short(rng: random.Random, names: Sequence[str], figures: Figures) -> None:
    asked = short_queries(rng, names, _SHORT)
    seconds, found = timed(lambda each: search_names(each.text, limit=10), asked)
    figures.times["short query, found"] = p50_p99(seconds)
    pairs = list(zip(asked, found, strict=True))
    for label, words_of in (("short forms written out", words_meant_in), ("to the letter", words_in)):
        counted = [_right_of_ten(each, finds, words_of) for each, finds in pairs]
        for row, chosen in (("in all", {True, False}), ("with a slip", {True}), ("without a slip", {False})):
            own = [pair for pair, (each, _) in zip(counted, pairs, strict=True) if each.has_slip in chosen]
            figures.precision[f"{label}, {row}"] = _percent(sum(a for a, _ in own), sum(b for _, b in own))


def _right_of_ten(asked: Short, finds: list, words_of: Callable[[str], set[str]]) -> tuple[int, int]:
    """Return how many of the ten first are right, and how many could be."""
    meant, groups = (asked.meant, asked.groups) if words_of is words_in else (asked.meant_spelled, asked.spelled)
    right = {find.group_id for find in finds[:10] if words_of(find.name) >= set(meant)}
    return len(right), min(10, groups)


def _adversarial(rng: random.Random, names: Sequence[str], figures: Figures) -> None:
    known = [rng.randint(1, len(names)) for _ in range(min(_KNOWN, len(names)))]
    links = list(InviteLink.objects.filter(group__in=known).values_list("url", flat=True))
    codes = list(WorkGroup.objects.filter(pk__in=known).values_list("code", flat=True))
    count = _ADVERSARIAL if len(names) <= _SMALL else _ADVERSARIAL_MORE
    inputs = list(adversarial(rng, [names[key - 1] for key in known], links, codes, count))
    seconds, verdicts = timed(lambda each: _ask(each[1]).verdict, inputs)
    asked = Counter(kind for kind, _ in inputs)
    passed = Counter(kind for (kind, _), verdict in zip(inputs, verdicts, strict=True) if verdict == Verdict.OFFICIAL)
    figures.times["adversarial input, whole answer"] = p50_p99(seconds)
    figures.passed["in all"] = f"{passed.total()} of {len(inputs):,}"
    for kind, count in asked.most_common():
        figures.passed[kind] = f"{passed[kind]} of {count:,}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}"
