"""Is this group official? One answer to a text or to what the QR codes of a picture hold.

Only groups that the public may know of take part: a draft or a proposal, its link and its code are as if they did not
exist. No answer repeats a link. Nothing is answered from an empty register: that is no check.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..domain.abbreviations import name_key
from ..domain.lookalikes import foreign_letters, skeleton
from ..domain.platforms import PLATFORM_LABELS
from ..domain.privacy import private_kinds
from ..domain.reading import MAX_INPUT, MAX_PARTS, TOO_LONG, Kind, Part, Reading, name_or_question, read
from ..domain.resemblance import LOOKALIKE
from ..domain.status import ENDED, LIVE, OFFICIAL, PUBLIC, Status
from ..domain.text import fold
from ..domain.verdicts import Evidence, Verdict, caution, meaning_of
from ..models import WorkGroup
from .answers import Answer, Match
from .name_search import COVERED, Found, same_names
from .public_version import at_one_version
from .reading import told_as_of
from .verification_reading import NEAR, Ahead, Look, look_up

# Never cut short: the beginning of a strange link may be one of ours.
_LONG_QR = Reading(Kind.MESSAGE, (Part(Kind.MESSAGE, problem="Mã QR chứa nội dung quá dài nên chưa được kiểm tra."),))


class RegisterIsEmpty(Exception):
    """There is no group to compare with, so no answer would mean anything."""


def verify(
    text: str, *, now: dt.datetime, own_hosts: frozenset[str] = frozenset(), ahead: Ahead | None = None
) -> Answer:
    """Answer what a person typed or pasted. ``own_hosts``: the hosts of this register, in lower case.

    ``ahead``: what of ``text`` has been read already. Raise :class:`RegisterIsEmpty`; errors of the
    database pass through: a check that could not run is no answer.
    """
    if len(text) > MAX_INPUT:
        return refused(TOO_LONG, now=now)
    if not fold(text):
        return refused("Chưa có chữ hay số nào để kiểm tra.", now=now)
    return _answer(ahead or Ahead(read(text, own_hosts)), now)


def verify_picture(texts: list[str], *, now: dt.datetime, own_hosts: frozenset[str] = frozenset()) -> Answer:
    """Answer for every QR code of a picture; ``texts`` is what they hold."""
    if not texts:
        return refused(
            "Không thấy mã QR nào trong ảnh. Hãy chụp thẳng, đủ sáng, để mã QR chiếm phần lớn ảnh.",
            now=now,
            kind=Kind.PICTURE,
        )
    readings = [read(text, own_hosts) if len(text) <= MAX_INPUT else _LONG_QR for text in texts]
    parts = [part for reading in readings for part in reading.parts]
    left_out = max(0, len(parts) - MAX_PARTS) + sum(reading.left_out for reading in readings)
    return _answer(Ahead(Reading(Kind.PICTURE, tuple(parts[:MAX_PARTS]), left_out=left_out)), now)


def refused(problem: str, *, now: dt.datetime, kind: Kind = Kind.NAME) -> Answer:
    """Return the answer to what cannot be read at all; ``problem`` says in a sentence why."""
    answer = _unreadable(problem, now, kind)
    return replace(answer, is_refused=True)


def _answer(ahead: Ahead, now: dt.datetime) -> Answer:
    if not _has_groups():
        raise RegisterIsEmpty
    reading = ahead.reading
    if reading.kind == Kind.MESSAGE and reading.whole and same_names(reading.whole):
        reading = Reading(Kind.NAME, (Part(Kind.NAME, reading.whole),))
    parts = reading.parts or tuple(map(name_or_question, reading.lines))
    look = look_up(parts, now, ahead.links)
    answers = [_part(part, look) for part in parts]
    if reading.lines:
        answers = [each for each in answers if each.verdict != Verdict.NOT_IN_REGISTER]
    if not answers:
        return _unreadable("Không thấy liên kết, mã hay tên nhóm nào trong nội dung này.", now, reading.kind)
    if len(answers) == 1 and not reading.left_out:
        return replace(answers[0], kind=answers[0].kind if reading.kind != Kind.PICTURE else Kind.PICTURE)
    # What was not looked at is never taken for good.
    unseen = [_unreadable(f"Còn {reading.left_out} điều chưa được kiểm tra.", now, reading.kind)]
    counted = answers + unseen * bool(reading.left_out)
    worst = min(counted, key=lambda each: caution(each.verdict, each.evidence))
    return replace(worst, kind=reading.kind, shown="", parts=tuple(answers), left_out=reading.left_out)


@at_one_version
def _has_groups() -> bool:
    return WorkGroup.objects.public().exists()


def _part(part: Part, look: Look) -> Answer:
    if part.problem:
        answer = _unreadable(part.problem, look.now, part.kind, part.next_step)
        return replace(answer, shown=_shown(part))
    if part.kind == Kind.LINK:
        return _link(part, look)
    if part.kind == Kind.CODE:
        return _code(part, look)
    return _name(part, look)


def _link(part: Part, look: Look) -> Answer:
    """The chat's own link is the one proof that the chat is ours."""
    answer = _Maker(part, look)
    link = look.links.get(part.link.key)
    if any(report.key == part.link.key for report in look.reports):
        return answer(Verdict.REPORTED)
    # The status that was read together with the link, in one statement: never a link of one moment and a status of
    # another.
    if link is None or link.group.status not in PUBLIC or link.group.pk not in look.groups:
        return answer(Verdict.NOT_IN_REGISTER, words=Evidence.LINK)
    status, matches = link.group.status, [look.match(link.group.pk, Evidence.LINK)]
    if link.ended_on is None and status in OFFICIAL:
        return answer(Verdict.OFFICIAL, matches, Evidence.LINK)
    if link.ended_on is None and status == Status.SUSPENDED:
        return answer(Verdict.SUSPENDED, matches)
    ended_with_it = status in ENDED and (link.ended_on is None or link.ended_on >= link.group.status_since)
    return answer(Verdict.ENDED if ended_with_it else Verdict.REVOKED_LINK, matches)


def _code(part: Part, look: Look) -> Answer:
    """A code leads to a record; anyone can copy it."""
    answer = _Maker(part, look)
    group = next((group for group in look.groups.values() if group.code == part.code), None)
    if group is None:
        return answer(Verdict.NOT_IN_REGISTER, words=Evidence.CODE)
    matches = [look.match(group.pk, Evidence.CODE)]
    if group.status in OFFICIAL:
        return answer(Verdict.OFFICIAL, matches, Evidence.CODE)
    return answer(Verdict.SUSPENDED if group.status == Status.SUSPENDED else Verdict.ENDED, matches)


def _name(part: Part, look: Look) -> Answer:
    """A name is never a proof, whoever bears it."""
    if kinds := private_kinds(part.text):
        problem = (
            f"Nội dung này có {', '.join(kinds)}. Trang này không tra cứu, không lưu và không hiện lại những thứ đó."
        )
        return _unreadable(problem, look.now, part.kind)
    if part.within and not _is_known(part.text, look):
        part = Part(Kind.NAME, part.within)
    answer = _Maker(part, look)
    found = [find for find in look.found[part.text] if find.group_id in look.groups and find.covered >= COVERED]
    same = [find for find in found if find.same]
    near = [find for find in found if find.is_near]
    others = [look.match(find.group_id, None, find.name, find.score) for find in near if not find.same]
    if same and not foreign_letters(part.text):
        return answer(*_of_bearer(same, look), near=others)
    if _is_reported(part.text, look):
        return answer(Verdict.REPORTED, near=others)
    alike = [find for find in found if find.score >= LOOKALIKE and look.groups[find.group_id].status in LIVE]
    if alike:
        first = alike[0]
        match = look.match(first.group_id, Evidence.NAME, first.name, first.score, part.text)
        rest = [look.match(find.group_id, None, find.name, find.score) for find in near if find is not first]
        return answer(Verdict.LOOKALIKE, [match], near=rest)
    return answer(Verdict.NOT_IN_REGISTER, near=others, words=Evidence.NAME if others else None)


def _is_reported(name: str, look: Look) -> bool:
    return any(report.squash == name_key(skeleton(name)) for report in look.reports)


def _is_known(text: str, look: Look) -> bool:
    """Whether all of ``text`` is a name that a group bears or bore, or that of a reported chat."""
    return any(find.same and find.group_id in look.groups for find in look.found[text]) or _is_reported(text, look)


def _of_bearer(same: list[Found], look: Look) -> tuple[Verdict, list[Match]]:
    """Return the verdict on a name that groups bear or bore, the living first, and those groups."""

    def verdict_of(find: Found) -> Verdict:
        status = look.groups[find.group_id].status
        if status in ENDED:
            return Verdict.ENDED
        if not find.is_current:
            return Verdict.FORMER_NAME
        return Verdict.NAME_MATCHES if status in OFFICIAL else Verdict.SUSPENDED

    order = [Verdict.NAME_MATCHES, Verdict.SUSPENDED, Verdict.FORMER_NAME, Verdict.ENDED]
    verdicts = {find: verdict_of(find) for find in same}
    ranked = sorted(same, key=lambda find: order.index(verdicts[find]))
    matches = _first_of_each(look.match(find.group_id, Evidence.NAME, find.name) for find in ranked)
    return verdicts[ranked[0]], matches


def _first_of_each(matches: Iterable[Match]) -> list[Match]:
    """Return the first match of each group, in order."""
    firsts: dict[int, Match] = {}
    for match in matches:
        firsts.setdefault(match.group.pk, match)
    return list(firsts.values())


@dataclass(frozen=True)
class _Maker:
    """Makes the answer to one part."""

    part: Part
    look: Look

    def __call__(
        self,
        verdict: Verdict,
        matches: list[Match] = (),
        evidence: Evidence | None = None,
        *,
        near: list[Match] = (),
        words: Evidence | None = None,
    ) -> Answer:
        taken = {match.group.pk for match in matches}
        others = _first_of_each(match for match in near if match.group.pk not in taken)
        return Answer(
            kind=self.part.kind,
            verdict=verdict,
            meaning=meaning_of(verdict, evidence or words),
            as_of=told_as_of(self.look.now),
            shown=_shown(self.part),
            evidence=evidence,
            matches=tuple(matches),
            near=tuple(others[:NEAR]),
        )


def _shown(part: Part) -> str:
    """Return what was asked in words that may stand on a page: never a link, nor what may hold one."""
    if part.kind == Kind.LINK:
        return f"Liên kết mời {PLATFORM_LABELS[part.link.platform]}" if part.link else "Một địa chỉ trên mạng"
    if part.kind == Kind.CODE:
        return part.code or "Một mã nhóm"
    return "" if private_kinds(part.text) else part.text


def _unreadable(problem: str, now: dt.datetime, kind: Kind, next_step: str = "") -> Answer:
    words = {Kind.LINK: Evidence.LINK, Kind.CODE: Evidence.CODE}.get(kind)
    general = meaning_of(Verdict.UNREADABLE, words)
    meaning = replace(general, message=problem, next_step=next_step or general.next_step)
    return Answer(kind, Verdict.UNREADABLE, meaning, now)
