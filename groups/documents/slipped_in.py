"""Whether anything but a signature was added to a PDF between our bytes and the first signature.

pyHanko looks for changes after a signature. Whoever adds a change behind our bytes and then signs has a valid signature
on another text, so this is looked at here: of the objects that we wrote, only three kinds may say more than before.
"""

import io

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

#: What signing adds to the catalog: the form with the signature's field, and what programs note of their version.
_CATALOG = {"/AcroForm", "/Extensions", "/Perms", "/DSS"}
_FORM = {"/Fields", "/SigFlags", "/DR", "/DA"}


def adds_only_signatures(reader: PdfFileReader, own: PdfFileReader, signed_revision: int) -> bool:
    """Say whether the file of ``reader`` adds signature fields to that of ``own``, and no more, up to what was signed.

    ``own`` reads the bytes with which the file of ``reader`` begins. A file may begin with them and yet be built on
    nothing of them: its chain of revisions must go through our last one.
    """
    own_revision = own.xrefs.total_revisions - 1
    if signed_revision <= own_revision or own.root_ref.idnum != reader.root_ref.idnum:
        return False
    if any(_begins(reader, number) != _begins(own, number) for number in range(own_revision + 1)):
        return False
    old, new = (reader.get_historical_resolver(number) for number in (own_revision, signed_revision))
    if old.root_ref != new.root_ref:
        return False
    written = set()
    for number in range(own_revision + 1, signed_revision + 1):
        written |= set(reader.xrefs.explicit_refs_in_revision(number))
    ours = [ref for ref in written if reader.xrefs.get_historical_ref(ref, own_revision) is not None]
    return all(_may_differ(ref, old, new) for ref in ours) and _form_only_signs(new)


def _begins(reader: PdfFileReader, revision: int) -> int:
    return reader.xrefs.get_xref_container_info(revision).start_location


def _may_differ(ref, old: HistoricalResolver, new: HistoricalResolver) -> bool:
    before, after = old(ref), new(ref)
    if _bytes(before) == _bytes(after):
        return True
    if ref in (_reference(old.trailer_view, "/Info"), _reference(old.root, "/Metadata")):
        return True  # when and by which program it was signed: no page shows it
    if not (_plain(before) and _plain(after)):
        return False
    if ref == old.root_ref:
        return _differing(before, after) <= _CATALOG
    if _value(before, "/Type") == "/Page":
        return _differing(before, after) <= {"/Annots"} and _annotates_with_signatures(before, after)
    return False


def _annotates_with_signatures(before: generic.DictionaryObject, after: generic.DictionaryObject) -> bool:
    kept = [_bytes(each) for each in _items(_value(before, "/Annots"))]
    now = list(_items(_value(after, "/Annots")))
    if [_bytes(each) for each in now[: len(kept)]] != kept:
        return False
    return all(_is_signature(each.get_object()) for each in now[len(kept) :])


def _form_only_signs(new: HistoricalResolver) -> bool:
    form = _value(new.root, "/AcroForm")
    if not _plain(form) or set(form) - _FORM:
        return False
    fields = [each.get_object() for each in _items(_value(form, "/Fields"))]
    return bool(fields) and all(_is_signature(each) for each in fields)


def _is_signature(field) -> bool:
    if not _plain(field) or "/A" in field or "/AA" in field or "/Kids" in field:
        return False
    parent = _value(field, "/Parent")
    kind = _value(field, "/FT") or (_value(parent, "/FT") if _plain(parent) else None)
    return kind == "/Sig" and _value(field, "/Subtype") in (None, "/Widget")


def _items(array) -> list:
    """Return the items of an array as they are written, references not followed."""
    array = array or []
    return [array.raw_get(index) for index in range(len(array))]


def _differing(before: generic.DictionaryObject, after: generic.DictionaryObject) -> set[str]:
    def written(values, key):
        return _bytes(values.raw_get(key)) if key in values else None

    return {key for key in before.keys() | after.keys() if written(before, key) != written(after, key)}


def _value(values: generic.DictionaryObject, key: str):
    """Return what stands under ``key``, references followed, or None."""
    return values[key] if key in values else None  # noqa: SIM401 - pyHanko's get() follows no reference


def _reference(values: generic.DictionaryObject, key: str):
    return getattr(values.raw_get(key), "reference", None) if key in values else None


def _plain(value) -> bool:
    return isinstance(value, generic.DictionaryObject) and not isinstance(value, generic.StreamObject)


def _bytes(value) -> bytes:
    out = io.BytesIO()
    value.write_to_stream(out, None)
    return out.getvalue()
