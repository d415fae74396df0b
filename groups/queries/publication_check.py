"""Whether what was published is still what was published, and says what the log said then."""

from collections.abc import Iterator

from django.db.models import Max

from ..documents.carried import carried_list
from ..documents.rows import legible_text
from ..models import Publication, PublishedFile, RegisterEvent
from .attached_list import official_facts
from .facts import marked
from .publications import digest_of


def printed_heads(size: int) -> Iterator[tuple[int, str, str]]:
    """Yield size, root and in words whose, of every head printed on a published list. Lists from before have none."""
    rows = Publication.objects.filter(event_number__lte=size).order_by("pk")
    for pk, imprint in rows.values_list("pk", "content__list__imprint"):
        if imprint and imprint.get("root"):
            yield imprint["event_number"], imprint["root"], f"đầu sổ in trên danh sách công bố (bản ghi {pk})"


def publication_faults(size: int) -> Iterator[tuple[int, str]]:
    """Yield the publications that are not what they were, by the event they were made at."""
    for published in Publication.objects.select_related("authority").order_by("pk").iterator(chunk_size=1):
        for sentence in _why_not(published, size):
            yield published.event_number, f"{published.label} của {published.authority}: {sentence}"


def _why_not(published: Publication, size: int) -> Iterator[str]:
    if published.event_number > size:
        yield f"được lập khi sổ có {published.event_number} sự kiện, nay sổ chỉ còn {size}: có phần đã bị cắt mất."
        return
    content = published.content
    if digest_of(content) != published.digest:
        yield "nội dung đã công bố không khớp với giá trị băm của nó."
    if content["facts"] != _facts_then(published):
        yield "nội dung đã công bố khác với sổ tại thời điểm công bố."
    said = sorted((facts["code"], marked(facts, "name"), facts["lead"]) for facts in content["facts"])
    if _lines(content["list"]["rows"]) != said:
        yield "các dòng đã công bố không khớp với sổ tại thời điểm công bố."
    imprint = content["list"]["imprint"]
    if imprint and imprint["event_number"] != published.event_number:
        yield "số sự kiện in trên danh sách khác với số đã ghi."
    yield from _file_faults(published)


def _file_faults(published: Publication) -> Iterator[str]:
    content = published.content["list"]
    said = _tidied(_lines(content["rows"])), _head(content["imprint"])
    for file in (*published.files.iterator(chunk_size=1), *published.signed_copies.iterator(chunk_size=1)):
        if not file.is_whole:
            yield f"tệp “{file}” không còn khớp với giá trị băm của nó."
        if isinstance(file, PublishedFile) and file.kind == "notice":
            continue
        carried = carried_list(bytes(file.content)) or {"rows": [], "imprint": None}
        if (_tidied(_lines(carried["rows"])), _head(carried["imprint"])) != said:
            yield f"tệp “{file}” mang một danh sách khác với danh sách đã công bố."


def _lines(rows: list[dict]) -> list[tuple[str, ...]]:
    return sorted((row["code"], row["name"], row["lead"]) for row in rows)


def _tidied(lines: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the lines as they are printed."""
    return [tuple(legible_text(text, "name") for text in line) for line in lines]


def _head(imprint: dict | None) -> tuple:
    return (imprint["address"], imprint["event_number"], imprint.get("root", "")) if imprint else ()


def _facts_then(published: Publication) -> list[dict]:
    last = (
        RegisterEvent.objects.effective_by(published.as_of)
        .filter(group__authority=published.authority_id, number__lte=published.event_number)
        .order_by()
        .values("group")
        .annotate(last=Max("number"))
        .values("last")
    )
    return official_facts(RegisterEvent.objects.filter(number__in=last))
