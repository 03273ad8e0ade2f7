"""PDFs that the tests write themselves, byte by byte, and what is read from them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from forumbot.archive.formats.pdf import read_pdf
from forumbot.archive.layout import BlockKind, Piece

_Object = bytes | tuple[bytes, bytes]

A4 = (595, 842)
SLIDE = (720, 405)
# Codes of a font of ours, and what they stand for.
CHARACTERS = dict(
    enumerate(["\ufb01", "\u00ad", "\u200b", "\uf0b7", "\uf0a7", "\u00b2", "➢"], start=0xC0)
)
COLUMN = (
    "from edge to edge and then go on",
    "as far as the column allows, on",
    "and on to its end.",
)
PROSE = (
    "The clusters of the region met in spring and spoke of what",
    "they had done together since the forum of the year before,",
    "of the money that had come in and of the people who had left,",
    "and they agreed to meet again before the winter was over and",
    "to bring along those who had not been asked this time around.",
)


def put(
    x: float, y: float, text: str, size: float = 10, font: str = "F1", height: int = 842
) -> str:
    """The operators that write a line at x, with its baseline y points below the upper edge."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf 1 0 0 1 {x} {height - y} Tm ({escaped}) Tj ET\n"


def lines(x: float, y: float, texts: Sequence[str], size: float = 10, step: float = 12) -> str:
    """Lines one below the other."""
    return "".join(put(x, y + step * place, text, size) for place, text in enumerate(texts))


def slide(x: float, y: float, text: str, size: float = 18, font: str = "F1") -> str:
    """A line on a page of the size of a slide."""
    return put(x, y, text, size, font, SLIDE[1])


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """The rules of a table, drawn line by line."""
    across = [f"{xs[0]} {842 - y} m {xs[-1]} {842 - y} l S\n" for y in ys]
    down = [f"{x} {842 - ys[0]} m {x} {842 - ys[-1]} l S\n" for x in xs]
    return "".join(across + down)


@dataclass
class Book:
    """A PDF in the making: the content of its pages, and what else it has.

    Each page states its size, unless ``inherited`` does for all. ``drawn`` has the operators
    of the figure 1 as a font F4 draws it, which has nothing else. ``figures`` are the pages and
    alternative texts of its pictures, by which it is tagged. ``picture`` has the width, the height
    and the shades of the picture that pages draw as Im.
    """

    pages: Sequence[str]
    size: tuple[int, int] = A4
    info: dict[str, str] = field(default_factory=dict)
    outline: Sequence[tuple[str, int]] = ()
    figures: Sequence[tuple[int, str]] = ()
    page_extra: str = ""
    inherited: str = ""
    drawn: str = ""
    passwords: tuple[str, str] | None = None
    differences: str = ""
    picture: tuple[int, int, bytes] = (1, 1, b"\x80")

    def raw(self) -> bytes:
        """The finished file."""
        return written(self._objects(), self.passwords, bool(self.info))

    def _objects(self) -> list[_Object]:
        first = 10
        kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(self.pages)))
        marks = first + 2 * len(self.pages)
        tree = marks + len(self.outline) + bool(self.outline)
        outlines = f"/Outlines {marks} 0 R" if self.outline else ""
        if self.figures:
            outlines += f" /MarkInfo << /Marked true >> /StructTreeRoot {tree} 0 R"
        objects: list[_Object] = [
            f"<< /Type /Catalog /Pages 2 0 R {outlines} >>".encode(),
            f"<< /Type /Pages /Count {len(self.pages)} /Kids [{kids}] {self.inherited} >>".encode(),
            _font("Helvetica", differences=self.differences),
            _font("Helvetica-Bold"),
            _font("Helvetica", "/ToUnicode 6 0 R"),
            (b"", _character_map()),
            (
                b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8"
                b" /ColorSpace /DeviceGray" % self.picture[:2],
                self.picture[2],
            ),
            _dictionary(self.info),
            (b"", self.drawn.encode()),
        ]
        for place, content in enumerate(self.pages):
            objects.append(self._page(first + 2 * place + 1, place))
            objects.append((b"", content.encode("cp1252")))
        return objects + self._marks(marks, first) + self._tags(tree, first)

    def _page(self, content: int, place: int) -> bytes:
        box = "" if self.inherited else "/MediaBox [0 0 {} {}]".format(*self.size)
        return (
            f"<< /Type /Page /Parent 2 0 R {box} /Contents {content} 0 R"
            f" /Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R"
            f" /F4 {_DRAWN} >> /XObject << /Im 7 0 R >> >>"
            f" /StructParents {place} {self.page_extra} >>"
        ).encode()

    def _marks(self, number: int, first: int) -> list[_Object]:
        if not self.outline:
            return []
        last = number + len(self.outline)
        root = f"<< /First {number + 1} 0 R /Last {last} 0 R /Count {len(self.outline)} >>".encode()
        marks: list[_Object] = [root]
        for place, (title, page) in enumerate(self.outline, start=number + 1):
            after = f"/Next {place + 1} 0 R" if place < last else ""
            target = first + 2 * (page - 1)
            marks.append(
                f"<< /Title ({title}) /Parent {number} 0 R {after}"
                f" /Dest [{target} 0 R /Fit] >>".encode()
            )
        return marks

    def _tags(self, number: int, first: int) -> list[_Object]:
        """The structure of a tagged file: a document, and its figures with their words."""
        if not self.figures:
            return []
        by_page: dict[int, list[str]] = {place: [] for place in range(len(self.pages))}
        figures: list[_Object] = []
        for place, (page, said) in enumerate(self.figures, start=number + 2):
            target = first + 2 * (page - 1)
            mark = len(by_page[page - 1])
            by_page[page - 1].append(f"{place} 0 R")
            figures.append(
                f"<< /Type /StructElem /S /Figure /P {number + 1} 0 R /Pg {target} 0 R"
                f" /K {mark} /Alt ({said}) >>".encode()
            )
        kids = " ".join(one for found in by_page.values() for one in found)
        parents = " ".join(f"{place} [{' '.join(found)}]" for place, found in by_page.items())
        root = (
            f"<< /Type /StructTreeRoot /K {number + 1} 0 R /ParentTree << /Nums [{parents}] >> >>"
        )
        whole = f"<< /Type /StructElem /S /Document /P {number} 0 R /K [{kids}] >>"
        return [root.encode(), whole.encode(), *figures]


_DRAWN = (
    "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [.001 0 0 .001 0 0]"
    " /FirstChar 49 /LastChar 49 /Widths [500] /CharProcs << /one 9 0 R >>"
    " /Encoding << /Type /Encoding /Differences [49 /one] >> >>"
)


def _font(name: str, extra: str = "", differences: str = "") -> bytes:
    encoding = "/WinAnsiEncoding"
    if differences:
        encoding = f"<< /BaseEncoding /WinAnsiEncoding /Differences [{differences}] >>"
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding {encoding} {extra} >>"
    ).encode()


def _dictionary(values: dict[str, str]) -> bytes:
    return ("<< " + " ".join(f"/{key} ({value})" for key, value in values.items()) + " >>").encode()


def _character_map() -> bytes:
    rows = "".join(f"<{code:02x}> <{ord(char):04x}>\n" for code, char in CHARACTERS.items())
    plain = "".join(f"<{code:02x}> <{code:04x}>\n" for code in range(32, 127))
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(CHARACTERS)} beginbfchar\n{rows}endbfchar\n95 beginbfchar\n{plain}endbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


@dataclass
class _Lock:
    """The oldest encryption that PDF knows: RC4 with a key of 40 bits."""

    user: bytes
    owner: bytes

    def __post_init__(self) -> None:
        self.owner_entry = _rc4(_md5((self.owner + _PADDING)[:32])[:5], (self.user + _PADDING)[:32])
        rights = (0xFFFFFFFC).to_bytes(4, "little")
        self.key = _md5((self.user + _PADDING)[:32] + self.owner_entry + rights + b"id")[:5]

    def of(self, number: int, data: bytes) -> bytes:
        return _rc4(_md5(self.key + number.to_bytes(3, "little") + b"\0\0")[:10], data)

    def entry(self) -> bytes:
        user_entry = _rc4(self.key, _PADDING)
        return b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
            self.owner_entry.hex().encode(),
            user_entry.hex().encode(),
        )


def written(
    objects: Sequence[_Object],
    passwords: tuple[str, str] | None,
    has_info: bool,
) -> bytes:
    """A file of these objects, encrypted where there are passwords."""
    lock = _Lock(passwords[0].encode(), passwords[1].encode()) if passwords else None
    out = bytearray(b"%PDF-1.4\n")
    offsets: list[int] = []
    for number, value in enumerate(objects, start=1):
        offsets.append(len(out))
        if isinstance(value, tuple):
            data = lock.of(number, value[1]) if lock else value[1]
            head = b"<< %s /Length %d >>\nstream\n" % (value[0], len(data))
            value = head + data + b"\nendstream"
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    trailer = b"/Root 1 0 R" + (b" /Info 8 0 R" if has_info else b"")
    if lock:
        trailer += b" /ID [<6964> <6964>] /Encrypt " + lock.entry()
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def pieces(*pages: str, size: tuple[int, int] = A4) -> list[Piece]:
    """What is read from pages with this content."""
    return list(read_pdf(Book(pages, size).raw()).pieces)


def texts(found: Sequence[Piece], kind: BlockKind | None = None) -> list[str]:
    """The texts of the pieces of one kind, or of all."""
    return [piece.text for piece in found if kind is None or piece.kind is kind]
