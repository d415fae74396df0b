#!/usr/bin/env python3
"""Kiểm tra danh sách, giấy công nhận và sổ đăng ký nhóm mà không cần tới máy chủ của sổ.

Cần Python 3.8 trở lên, không cần cài thêm gì, không dùng mạng. Cách dùng:

  verify_offline.py log TEP.json … --head SO:GOC
      Các tệp tải từ …/api/v1/log/entries?first=1&last=200 (rồi 201 đến 400 …) có đúng là sổ với đầu sổ ấy không.
  verify_offline.py list DANH-SACH.pdf|.json [--head SO:GOC] --log TEP.json …
      Từng dòng của danh sách có đúng như sổ lúc công bố không; đầu sổ trong tệp có khớp đầu sổ in trên giấy không.
      Với tệp PDF: chữ trên trang có đúng là danh sách mà tệp mang theo không (cần chương trình pdftotext của Poppler).
      Không có pdftotext thì việc ấy chưa kiểm tra được; thêm --data-only để chỉ kiểm phần dữ liệu.
  verify_offline.py card TEP.json --head SO:GOC --code MA-SO [--name TEN-NHOM]
      Tệp tải từ …/api/v1/log/groups/MA-SO?size=SO có chứng minh được nhóm trên giấy công nhận không.
  verify_offline.py grow TEP.json --head SO-TRUOC:GOC --head SO-SAU:GOC
      Tệp tải từ …/api/v1/log/consistency?first=SO-TRUOC&second=SO-SAU: sổ trước có là phần đầu của sổ sau không.
  verify_offline.py head TEP.json --key KHOA [--head SO:GOC]
      Tệp tải từ …/api/v1/log/head có mang chữ ký Ed25519 của khoá công khai ấy không (64 chữ số thập lục phân).
      Khoá phải biết từ nơi khác, ví dụ văn bản của cơ quan: khoá tải cùng chỗ với tệp không chứng minh được gì.

Đầu sổ (SO:GOC) đọc ở bản giấy đã ký: “Sổ đăng ký đến sự kiện số SO”, “Gốc của sổ: GOC”; khoảng trắng không tính.
Mã kết thúc: 0 là đúng, 1 là không đúng, 2 là chưa kiểm tra được (thiếu tệp, tệp sai dạng, thiếu pdftotext).
Chữ trên trang được so theo văn bản đọc từ tệp; hình vẽ che lên chữ, chữ trong ảnh thì phải xem bằng mắt.

Quy tắc (RFC 9162): lá = SHA-256(0x00 + nội dung), nút = SHA-256(0x01 + trái + phải). Chữ ký: RFC 8032.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import zlib

RIGHT, WRONG, UNKNOWN = 0, 1, 2
_LARGEST = 256 * 1024 * 1024


class Wrong(Exception):
    """What was checked does not hold."""


class Unknown(Exception):
    """It could not be checked."""


# --- The tree (RFC 9162) --------------------------------------------------------------------------------------------


def leaf_hash(entry):
    """SHA-256(0x00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    """SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves):
    """The root over all leaves (RFC 9162, 2.1.1), by the complete subtrees from left to right."""
    peaks = []
    for leaf in leaves:
        level = 0
        while peaks and peaks[-1][0] == level:
            leaf, level = node_hash(peaks.pop()[1], leaf), level + 1
        peaks.append((level, leaf))
    if not peaks:
        return hashlib.sha256(b"").digest()
    root = peaks.pop()[1]
    while peaks:
        root = node_hash(peaks.pop()[1], root)
    return root


def includes(leaf, index, size, path, root):
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return False
    node, last, result = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            result = node_hash(sibling, result)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and result == root


def is_consistent(first, first_root, second, second_root, path):
    """RFC 9162, 2.1.4.2."""
    if first == second:
        return not path and first_root == second_root
    if not 0 < first < second or not path:
        return False
    hashes = list(path) if first & (first - 1) else [first_root, *list(path)]
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


# --- Ed25519 (RFC 8032, 5.1): the curve -x² + y² = 1 + d x² y² over the integers modulo 2^255 - 19 ------------------

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)


def is_signed(key, text, signature):
    """Whether the signature of 64 bytes over ``text`` is of the public key of 32."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, commitment = point_of(key), point_of(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or scalar >= _ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % _ORDER
    return same_point(times(scalar, _BASE), added(commitment, times(challenge, public)))


def point_of(data):
    """The point that 32 bytes stand for, as (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z; None where there is none."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= _P:
        return None
    above, below = (y * y - 1) % _P, (_D * y * y + 1) % _P
    x = above * below**3 * pow(above * below**7, (_P - 5) // 8, _P) % _P
    if below * x * x % _P != above:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if below * x * x % _P != above or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


def added(one, other):
    """The sum of two points."""
    minus = (one[1] - one[0]) * (other[1] - other[0]) % _P
    plus = (one[1] + one[0]) * (other[1] + other[0]) % _P
    cross, double = 2 * _D * one[3] * other[3] % _P, 2 * one[2] * other[2] % _P
    e, f, g, h = plus - minus, double - cross, double + cross, plus + minus
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def times(scalar, point):
    """A point added to itself so often. Nothing here is secret, so the time it takes may tell the scalar."""
    total = 0, 1, 1, 0
    while scalar:
        if scalar & 1:
            total = added(total, point)
        point, scalar = added(point, point), scalar >> 1
    return total


def same_point(one, other):
    """Whether two points are one."""
    return not ((one[0] * other[2] - other[0] * one[2]) % _P or (one[1] * other[2] - other[1] * one[2]) % _P)


_BASE = point_of((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))


def check_head(name, heads, keys):
    """Check the signature of a head, and that what was signed is what the file says."""
    told = read_json(name)
    size, root, text = field(told, "size", int), hash_of(told, "root"), field(told, "signed_text", str)
    if told.get("signature") is None:
        raise Unknown("đầu sổ này không mang chữ ký: cơ quan chưa giao khoá ký cho máy chủ.")
    lines = text.split("\n")
    if len(lines) != 6 or lines[0] != "so-dang-ky-nhom/1" or lines[5]:
        raise Unknown("nội dung được ký không theo dạng mà chương trình này biết.")
    try:
        signature = base64.b64decode(field(told, "signature", str), validate=True)
    except ValueError:
        raise Unknown("chữ ký trong tệp không đúng dạng.") from None
    signer = next((key for key in keys if is_signed(key, text.encode("utf-8"), signature)), None)
    if signer is None:
        raise Wrong("chữ ký không phải của khoá được cho, hoặc nội dung đã bị sửa.")
    if (lines[2], lines[3]) != (str(size), root.hex()):
        raise Wrong(f"chữ ký là của đầu sổ {lines[2]}:{lines[3]}, còn tệp ghi {size}:{root.hex()}.")
    for given in heads:
        if given != (size, root):
            raise Wrong(f"đầu sổ được ký là {size}:{root.hex()}, khác đầu sổ được cho.")
    return "đầu sổ {}:{} của {} có chữ ký của khoá {}, lúc {}".format(
        size, root.hex(), lines[1] or "sổ", hashlib.sha256(signer).hexdigest()[:16], lines[4] or "chưa có sự kiện",
    )  # fmt: skip


# --- The log --------------------------------------------------------------------------------------------------------


def check_log(files, heads):
    """Recompute the log and compare it with each head. Return (leaves, public entries)."""
    leaves, entries = read_log(files)
    for size, root in heads:
        if size > len(leaves):
            raise Unknown(f"các tệp chỉ có {len(leaves)} sự kiện, chưa đủ {size}: hãy tải thêm.")
        if root_of(leaves[:size]) != root:
            raise Wrong(f"sổ đã tải không khớp với đầu sổ {size}:{root.hex()}.")
    return leaves, entries


def read_log(files):
    """Read pages of entries in any order; every number once, from 1 on."""
    rows = {}
    for name in files:
        for each in field(read_json(name), "entries", list):
            number, leaf, text = field(each, "number", int), hash_of(each, "leaf"), field(each, "entry", str)
            if leaf_hash(text.encode("utf-8", "surrogatepass")) != leaf:
                raise Wrong(f"sự kiện số {number}: nội dung không khớp với lá.")
            entry = parsed(text, number)
            if rows.setdefault(number, (leaf, entry)) != (leaf, entry):
                raise Wrong(f"sự kiện số {number} có hai nội dung khác nhau trong các tệp.")
    missing = [number for number in range(1, len(rows) + 1) if number not in rows]
    if missing:
        raise Unknown(f"thiếu sự kiện số {missing[0]} trong các tệp đã tải.")
    ordered = [rows[number] for number in range(1, len(rows) + 1)]
    return [leaf for leaf, _ in ordered], [entry for _, entry in ordered if "hidden" not in entry]


def parsed(text, number):
    """The entry as data; its number is its own."""
    try:
        entry = json.loads(text)
    except ValueError:
        raise Wrong(f"sự kiện số {number}: nội dung không phải JSON.") from None
    if not isinstance(entry, dict) or entry.get("number") != number:
        raise Wrong(f"sự kiện số {number}: nội dung mang số khác.")
    return entry


# --- A published list -----------------------------------------------------------------------------------------------


def check_list(name, heads, files, data_only):
    """Compare each line of a list with the log, and the pages of a PDF with the list that it carries."""
    content = read(name)
    listed = list_in(content, name)
    found = check_data(listed, heads, files)
    if data_only or not content.startswith(b"%PDF-"):
        return found + (" (chữ trên trang không được kiểm)" if data_only else "")
    try:
        check_pages(pages_of(name), listed)
    except Unknown as error:
        raise Unknown(f"phần dữ liệu đúng ({found}); {error}") from None
    return f"{found}; chữ trên trang đúng là danh sách ấy"


def check_data(listed, heads, files):
    """Compare each line of the data of a list with the log. Return what was found, in words."""
    imprint = listed.get("imprint") or {}
    size, root = imprint.get("event_number"), imprint.get("root")
    if not root:
        raise Unknown("danh sách này không mang gốc của sổ (xuất ra chưa công bố, hoặc công bố từ trước khi có).")
    own = (size, bytes.fromhex(root)) if isinstance(size, int) and re.fullmatch("[0-9a-f]{64}", root) else None
    if own is None:
        raise Wrong("đầu sổ ghi trong tệp sai dạng.")
    for head in heads:
        if head != own:
            raise Wrong(f"đầu sổ trong tệp là {own[0]}:{own[1].hex()}, khác đầu sổ được cho.")
    if not files:
        raise Unknown(f"đầu sổ trong tệp là {own[0]}:{own[1].hex()}; muốn kiểm từng dòng, hãy cho thêm --log.")
    _, entries = check_log(files, [own])
    office = re.search(r"/cong-bo/([A-Z0-9]+)/", imprint.get("address", ""))
    expected = official(entries, size, listed.get("as_of") or "9999", office.group(1) if office else None)
    compare(field(listed, "rows", list), expected)
    return f"{len(expected)} dòng của danh sách đúng như sổ, đầu sổ {size}:{root}"


def official(entries, size, day, office):
    """The facts of the groups that were official at the end of a day, by code, from the public entries alone."""
    last = {}
    for entry in entries:
        facts = entry["public"]["facts"]
        if entry["number"] <= size and entry["effective_on"] <= day and office in (None, facts["authority"]):
            last[entry["group"]] = facts
    return {code: facts for code, facts in last.items() if facts["status"] == "recognised"}


def compare(rows, expected):
    """Raise Wrong for the first line that says something else than the log."""
    found = {row.get("code"): row for row in rows}
    if len(found) != len(rows):
        raise Wrong("có hai dòng mang cùng một mã số.")
    for code in sorted(set(found) - set(expected), key=str):
        raise Wrong(f"dòng {code}: theo sổ, nhóm này không chính thức vào lúc ấy.")
    for code in sorted(set(expected) - set(found)):
        raise Wrong("danh sách thiếu nhóm {} “{}”.".format(code, expected[code]["name"]))
    for code, facts in sorted(expected.items()):
        for key, fact in (("name", "name"), ("lead", "lead"), ("members", "members_text")):
            if bare(found[code].get(key)) != bare(facts[fact]):
                raise Wrong(f"dòng {code}: mục {key} trên danh sách khác với sổ.")


def bare(text):
    """A text without the mark of an uncertain reading and without how its spaces fall."""
    return " ".join(str(text).replace("[?]", " ").split())


# --- The pages of a list --------------------------------------------------------------------------------------------

_HEADINGS = "STT Tên nhóm Thành viên Trưởng nhóm, phụ trách Hướng xử lý"


def pages_of(name):
    """The text of each page, in the order in which it was set; of Poppler, where it is installed."""
    program = shutil.which("pdftotext")
    if program is None:
        raise Unknown("chữ trên trang chưa kiểm tra được vì máy này không có pdftotext (Poppler).")
    asked = [program, "-raw", "-enc", "UTF-8", os.path.abspath(name), "-"]
    try:
        ran = subprocess.run(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=120, check=True)
    except (OSError, subprocess.SubprocessError):
        raise Unknown("chữ trên trang chưa kiểm tra được: pdftotext không đọc được tệp.") from None
    return ran.stdout.decode("utf-8", "replace").split("\f")


def check_pages(pages, listed):
    """Compare what can be read on the pages with the list: above the table, every row of it, what closes it."""
    rows, imprint = field(listed, "rows", list), field(listed, "imprint", dict)
    text, breaks = table_text(pages)
    above, heading, table = text.partition(tight(_HEADINGS))
    if not heading:
        raise Unknown("không thấy bảng trên trang: chữ trên trang chưa so được với danh sách.")
    for words in (listed["heading"]["issuer"].upper(), listed["subject"], listed["as_of_text"]):
        if tight(words) not in above:
            raise Wrong(f"trên trang không có “{words}” như danh sách mà tệp mang theo.")
    breaks = [place - len(above) - len(heading) for place in breaks]
    place = 0
    for row in rows:
        place = after_row(table, place, row, breaks)
    closing = table[place:]
    if rows and not closing.startswith(tight(f"Danh sách này có {len(rows)} mục.")):
        raise Wrong(f"sau dòng cuối, trên trang có chữ mà danh sách không có: “{closing[:40]}…”.")
    if any(tight(words) in above + closing for words in ("Mã số:", _HEADINGS)):
        raise Wrong("ngoài bảng của danh sách, trên trang còn bảng hoặc dòng khác.")
    head = tight("Sổ đăng ký đến sự kiện số {}.".format(imprint["event_number"])), imprint["root"]
    if any(words not in closing for words in head):
        raise Wrong("đầu sổ in trên trang khác đầu sổ mà tệp mang theo.")


def table_text(pages):
    """All pages as one text without spaces, and where in it they end. Each repeats its number and the headings."""
    texts, breaks = [], []
    for number, page in enumerate(filter(str.strip, pages), start=1):
        text = tight(page)
        for repeated in (str(number), tight(_HEADINGS)) if number > 1 else ():
            text = text[len(repeated) :] if text.startswith(repeated) else text
        texts.append(text)
        breaks.append(sum(map(len, texts)))
    return "".join(texts), breaks


def after_row(table, place, row, breaks):
    """Where the row ends that should stand at ``place``. Raise Wrong where another text stands there."""
    section = tight(row.get("section", ""))
    if section and table.startswith(section, place):  # it stands above its first row, and again on a new page
        place += len(section)
    rooms = "" if str(row["rooms"]) == "1" else " · {} nhóm".format(row["rooms"])
    cells = (row["number"], row["name"], "Mã số: " + row["code"], "Ứng dụng: " + row["platform"] + rooms, row["source"],
             row["members"], row["lead"], row["directive"])  # fmt: skip
    expected = "".join(tight(str(cell)) for cell in cells)
    if table.startswith(expected, place):
        return place + len(expected)
    code = row["code"]
    later = next((each for each in breaks if each >= place), len(table))
    if later < place + len(expected):
        raise Unknown(f"dòng {code} trải sang trang sau nên chữ trên trang chưa so được: hãy xem bằng mắt.")
    if later > place and table.startswith(expected, later):
        raise Unknown(f"trước dòng {code}, cuối trang có chữ ngoài danh sách, ví dụ của chữ ký: hãy xem bằng mắt.")
    raise Wrong(f"dòng {code}: chữ trên trang khác danh sách mà tệp mang theo.")


def tight(text):
    """A text without spaces and invisible signs, one form for each letter: how a line is broken does not count."""
    kept = (each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) not in ("Cf", "Cc"))
    return "".join("".join(kept).split())


# --- A card, and the growth of the log ------------------------------------------------------------------------------


def check_card(name, heads, code, shown):
    """Check the proof that a card's group stood in the log."""
    told = read_json(name)
    entry, size, root = field(told, "entry", dict), field(told, "size", int), hash_of(told, "root")
    if (size, root) not in heads:
        raise Wrong(f"tệp chứng minh cho đầu sổ {size}:{root.hex()}, không phải đầu sổ in trên giấy.")
    number, text = field(entry, "number", int), field(entry, "entry", str)
    path = [bytes.fromhex(each) for each in field(told, "path", list)]
    if not includes(leaf_hash(text.encode("utf-8", "surrogatepass")), number - 1, size, path, root):
        raise Wrong(f"chứng minh không đúng: sự kiện số {number} không nằm trong sổ ấy.")
    said = parsed(text, number)
    facts = said["public"]["facts"]
    if said["group"].replace("-", "") != code.upper().replace("-", ""):
        raise Wrong("sự kiện ấy nói về nhóm {}.".format(said["group"]))
    if facts["status"] != "recognised":
        raise Wrong("theo sự kiện ấy, nhóm không chính thức ({}).".format(facts["status"]))
    if shown and bare(shown) != bare(facts["name"]):
        raise Wrong("theo sổ, nhóm tên là “{}”.".format(facts["name"]))
    return "sự kiện số {} trong sổ: {} “{}” chính thức, trưởng nhóm {}".format(
        number, said["group"], facts["name"], facts["lead"] or "chưa ghi",
    )  # fmt: skip


def check_grow(name, heads):
    """Check that the smaller of two heads begins the larger one."""
    if len(heads) != 2:
        raise Unknown("cần đúng hai --head.")
    (first, first_root), (second, second_root) = sorted(heads)
    path = [bytes.fromhex(each) for each in field(read_json(name), "path", list)]
    if not is_consistent(first, first_root, second, second_root, path):
        raise Wrong(f"sổ {first} sự kiện không phải phần đầu của sổ {second} sự kiện theo tệp này.")
    return f"sổ {first} sự kiện đúng là phần đầu của sổ {second} sự kiện"


# --- Files ----------------------------------------------------------------------------------------------------------


def list_in(content, name):
    """The JSON of a published list: the file itself, or what its PDF carries."""
    if not content.startswith(b"%PDF-"):
        return as_json(content, name)
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
        text = match.group(1)
        if not text.startswith(b"{"):
            try:
                text = zlib.decompressobj().decompress(text, _LARGEST)
            except zlib.error:
                continue
        if text.startswith(b"{") and b'"imprint"' in text:
            return as_json(text, name)
    raise Unknown(f"không thấy danh sách dạng JSON trong {name}: tệp đã bị lưu lại bằng chương trình khác?")


def read(name):
    """The bytes of a file."""
    try:
        with open(name, "rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        raise Unknown(f"không mở được {name}: {error.strerror}") from None


def read_json(name):
    """A file of JSON."""
    return as_json(read(name), name)


def as_json(content, name):
    """JSON as an object."""
    try:
        value = json.loads(content.decode("utf-8"))
    except ValueError:
        raise Unknown(f"{name} không phải tệp JSON.") from None
    if not isinstance(value, dict):
        raise Unknown(f"{name} không đúng dạng.")
    return value


def field(data, name, kind):
    """A field of that type."""
    value = data.get(name) if isinstance(data, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        raise Unknown(f"tệp thiếu mục “{name}”, hoặc mục ấy sai dạng.")
    return value


def hash_of(data, name):
    """A hash in hexadecimal digits."""
    text = field(data, name, str)
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise Unknown(f"mục “{name}” của tệp không phải giá trị băm.")
    return bytes.fromhex(text)


def head(text):
    """SIZE:ROOT as it is printed; spaces do not count."""
    match = re.fullmatch("([0-9]{1,15}):([0-9a-f]{64})", re.sub(r"\s", "", text).lower())
    if match is None:
        raise argparse.ArgumentTypeError(f"“{text}” không phải đầu sổ: cần SO:GOC, gốc gồm 64 chữ số thập lục phân")
    return int(match.group(1)), bytes.fromhex(match.group(2))


def key(text):
    """A public key in hexadecimal digits; spaces do not count."""
    match = re.fullmatch("[0-9a-f]{64}", re.sub(r"\s", "", text).lower())
    if match is None:
        raise argparse.ArgumentTypeError(f"“{text}” không phải khoá công khai: cần 64 chữ số thập lục phân")
    return bytes.fromhex(match.group())


# --- What is asked --------------------------------------------------------------------------------------------------


def arguments():
    """What can be asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["log", "list", "card", "grow", "head"], help="kiểm tra gì")
    parser.add_argument("files", nargs="+", metavar="TEP")
    parser.add_argument("--head", type=head, action="append", default=[], metavar="SO:GOC")
    parser.add_argument("--key", type=key, action="append", default=[], metavar="KHOA")
    parser.add_argument("--data-only", action="store_true", help="không so chữ trên trang của tệp PDF")
    parser.add_argument("--log", nargs="+", default=[], metavar="TEP")
    parser.add_argument("--code", default="", metavar="MA-SO")
    parser.add_argument("--name", default="", metavar="TEN-NHOM")
    return parser


def check(asked):
    """Check one thing and return what was found, in words."""
    if asked.what not in ("list", "head") and not asked.head:
        raise Unknown("cần --head: đầu sổ in trên giấy.")
    if asked.what == "log":
        leaves, _ = check_log(asked.files, asked.head)
        return f"{len(leaves)} sự kiện khớp với đầu sổ"
    if len(asked.files) != 1:
        raise Unknown("mỗi lần chỉ kiểm tra một tệp.")
    for what, needed, said in (
        ("card", asked.code, "--code: mã số in trên giấy"),
        ("head", asked.key, "--key: khoá công khai của cơ quan, biết từ nơi khác"),
    ):
        if asked.what == what and not needed:
            raise Unknown(f"cần {said}.")
    ways = {
        "list": lambda name: check_list(name, asked.head, asked.log, asked.data_only),
        "card": lambda name: check_card(name, asked.head, asked.code, asked.name),
        "grow": lambda name: check_grow(name, asked.head),
        "head": lambda name: check_head(name, asked.head, asked.key),
    }
    return ways[asked.what](asked.files[0])


def main(argv=None):
    """Say in one line what was found, and end with its code."""
    if hasattr(sys.stdout, "reconfigure"):  # a Windows console may not know Vietnamese otherwise
        sys.stdout.reconfigure(encoding="utf-8")
    asked = arguments().parse_args(argv)
    try:
        print("ĐÚNG: " + check(asked) + ".")
        return RIGHT
    except Wrong as error:
        print("KHÔNG ĐÚNG: " + str(error))
        return WRONG
    except Unknown as error:
        print("CHƯA KIỂM TRA ĐƯỢC: " + str(error))
    except (KeyError, TypeError, ValueError, AttributeError):
        print("CHƯA KIỂM TRA ĐƯỢC: tệp không đúng dạng của sổ.")
    return UNKNOWN


if __name__ == "__main__":
    sys.exit(main())
