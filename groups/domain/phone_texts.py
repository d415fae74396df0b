"""Texts that phones make for phones, found in QR codes or copied from them: none of them is of a group.

They may hold a password, a phone or the number of an account, so nobody repeats them.
"""

import re

_KINDS = (
    (r"wifi:\w", "mã kết nối Wi-Fi"),
    (r"begin:vcard|(?:mecard|bizcard):\S", "danh thiếp của một người"),
    (r"(?:tel|sms|smsto|mms|mmsto|mailto|matmsg|facetime):\S", "mã gọi điện, nhắn tin hoặc gửi thư"),
    # EMVCo, as VietQR is: the first field is always "00", two characters long, "01".
    (r"000201\d\d", "mã thanh toán"),
    (r"\d{12}\|", "mã của một thẻ căn cước"),
    (r"begin:v(?:event|calendar)|geo:[\d-]", "lịch hẹn hoặc một địa điểm"),
)
_ANY = re.compile("|".join(f"({pattern})" for pattern, _ in _KINDS), re.I)


def phone_text(text: str) -> str:
    """Return what a clean ``text`` is, in Vietnamese, where a phone made it for something else; empty where not.

    >>> phone_text("WIFI:S:Truong;T:WPA;P:matkhau;;")
    'mã kết nối Wi-Fi'
    """
    found = _ANY.match(text)
    return _KINDS[found.lastindex - 1][1] if found else ""
