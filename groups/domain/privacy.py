"""What must not stand in a text that becomes public: links that let a stranger in, phones, e-mail addresses.

Luật 91/2025/QH15 and Nghị định 356/2025/NĐ-CP: an invite link opens the list of members, so it is treated like
the personal data behind it.
"""

import re
import unicodedata

from .text import INVISIBLE

# A host counts wherever it stands, glued to another word too: what follows it may be the key of a group.
_LINK = re.compile(r"(?:https?|viber|zalo)://\S+|(?:zalo\.me|zaloapp\.com|(?:invite|chats)\.viber\.com)\b\S*", re.I)
# Bounded, and begun only where a word begins: an unbounded run would take quadratic time on a long text.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|@[\w-]{1,63}(?:\.[\w-]{1,63})+")
# Vietnamese numbers: 0 or +84, then nine or ten digits, with the separators people use. Dates and document numbers
# are shorter or hold letters.
_PHONE = re.compile(r"(?<![\w/])(?:\+?84|0)(?:[\s.\-]?\d){9,10}(?!\w)")

#: The name of the first kind, for who asks about links alone.
LINK = "đường liên kết"
_KINDS = ((_LINK, LINK), (_EMAIL, "địa chỉ thư điện tử"), (_PHONE, "số điện thoại"))


def private_kinds(text: str) -> list[str]:
    """Return the Vietnamese names of the kinds of private data found in ``text``, in a fixed order."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return [kind for pattern, kind in _KINDS if pattern.search(plain)]


def masked(text: str) -> str:
    """Return ``text`` with every link, e-mail address and phone in it replaced by "[đã ẩn]".

    For what leaves the register by other ways than a form that refuses, a letter or an error of another program.
    """
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    if not private_kinds(text):
        return text
    for pattern, _ in _KINDS:
        plain = pattern.sub("[đã ẩn]", plain)
    return plain


def masked_address(address: str) -> str:
    """Return an e-mail address of which one may see whose it could be, not what it is: ``k…@truong.example``."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}…@{host}" if name else "…"


def note_refusal(text: str) -> str | None:
    """Return the sentence that refuses ``text`` as a note of the staff, or None where nothing private is in it."""
    return _refused(text, "Ghi chú không sửa, không xoá được")


def reason_refusal(text: str) -> str | None:
    """Return the sentence that refuses ``text`` as a reason of an act, or None where nothing private is in it."""
    return _refused(text, "Lý do không công khai, nhưng được giữ mãi trong sổ và có thể đi kèm thư báo")


def refusal(text: str) -> str | None:
    """Return the sentence that refuses ``text`` as a public text, or None where nothing private is in it."""
    return _refused(text, "Nội dung này sẽ công khai")


def _refused(text: str, why: str) -> str | None:
    kinds = private_kinds(text)
    if not kinds:
        return None
    return (
        f"{why} nên không được chứa {', '.join(kinds)}. Vui lòng bỏ đi; liên kết mời, điện thoại và thư điện tử có ô "
        "riêng, chỉ cán bộ được xem."
    )
