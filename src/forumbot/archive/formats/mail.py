"""E-mails and saved web pages (MHT) to pieces, by the email package of Python."""

import re
from collections.abc import Collection, Iterator, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from forumbot.archive.formats.alt_texts import AltTexts
from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.plain import plain_pieces
from forumbot.archive.formats.registry import format_of, remedy_for
from forumbot.archive.formats.web.html import fragment_pieces, parse_html, read_html
from forumbot.archive.layout import BlockKind, Piece
from forumbot.errors import RefusedError
from forumbot.language.dates import find_dates

_MOST_PARTS = 1_000
# Lines that may part a mail, others that begin so among them; each costs the parser a third of a
# millisecond.
_MOST_MARKS = 20_000
_MOST_ATTACHED = 50
_SHOWN = 5
_MAX_NAME = 100
_PLAIN = "text/plain"
_REPLY = re.compile(r"(?:(?:re|aw|fwd?|wg|sv|tr|rép|antw|odp)\s*(?:\[\d+\])?:\s*)+", re.IGNORECASE)
_TEXTS = (_PLAIN, "text/html")
_ATTRIBUTION = re.compile(r"^(?P<line>[^>\n][^\n]{0,300}):[ \t]*\n+(?=>)", re.MULTILINE)
# Set by hand: a shorter plain version may be nothing but "your program does not show HTML".
_FEW_WORDS, _MORE = 30, 10
_DEEPEST = 30
_QUOTED_PARTS = "blockquote[type=cite], .gmail_quote, .moz-cite-prefix, .yahoo_quoted"
_MOST_QUOTED = 200
_QUOTED = re.compile(r"^>.*$", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- \n.*\Z", re.MULTILINE | re.DOTALL)


def read_mail(raw: bytes) -> Parsed:
    """The text of an e-mail under its subject, its day as that of publication.

    What it quotes of earlier mails is left out, as is its signature; of several versions of the
    text the plain one is read, unless it is next to empty. What is attached comes with it, to be
    read by itself. Raises :class:`RefusedError` for what is no e-mail.
    """
    message = _parsed(raw)
    subject = _REPLY.sub("", _header(message, "Subject"), count=1).strip()
    pieces = [Piece(BlockKind.HEADING, subject, 1)] if subject else []
    warnings: list[str] = []
    quoted, alt_texts = 0, AltTexts()
    for body in _bodies(message):
        if body.get_content_type() == "text/html":
            page, is_cut = _own_page(_text(body))
            pieces += fragment_pieces(page, alt_texts)
            if is_cut:
                warnings.append("what it quotes of earlier mails left out")
        else:
            text, count = _own_words(_text(body))
            pieces += plain_pieces(text)
            quoted += count
    if quoted:
        warnings.append(f"{quoted} quoted lines of earlier mails left out")
    attached, others = _attachments(message)
    if others:
        shown = ", ".join(others[:_SHOWN])
        more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
        warnings.append(f"attachments of formats that are not read: {shown}{more}")
    return Parsed(pieces, _metadata(message, subject), tuple(warnings), attached=attached)


def read_mht(raw: bytes) -> Parsed:
    """The page of a web archive, as a page of HTML is read.

    Raises :class:`RefusedError` where it holds no page.
    """
    page = next((part for part in _parts(_parsed(raw)) if _is(part, "text/html")), None)
    if page is None:
        raise RefusedError("holds no web page; save it as .html")
    return read_html(_text(page))


def _parsed(raw: bytes) -> EmailMessage:
    if raw.count(b"\n--") > _MOST_MARKS:
        raise RefusedError(f"has more than {_MOST_PARTS:,} parts; split it")
    try:
        message = message_from_bytes(raw, policy=policy.default)
        count = sum(1 for _part in message.walk())
    except (LookupError, RecursionError, TypeError, ValueError) as error:
        raise RefusedError(
            f"cannot be read as an e-mail ({type(error).__name__}); save the message as .eml"
        ) from None
    if count > _MOST_PARTS:
        raise RefusedError(f"has more than {_MOST_PARTS:,} parts; split it")
    if not isinstance(message, EmailMessage) or not message.keys():
        raise RefusedError("is no e-mail (it has no headers); save the message as .eml")
    return message


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    return (part for part in message.walk() if isinstance(part, EmailMessage))


def _is(part: EmailMessage, kind: str) -> bool:
    return part.get_content_type() == kind and not _is_file(part)


def _is_file(part: EmailMessage) -> bool:
    """Whether a part came as a file, whatever it says of how it is to be shown."""
    return part.is_attachment() or bool(part.get_filename())


def _bodies(message: EmailMessage, depth: int = 0) -> Iterator[EmailMessage]:
    """The parts that are the text, one after the other; of several versions of one the best."""
    if depth > _DEEPEST:
        raise RefusedError(f"nests its parts deeper than {_DEEPEST}; split it")
    if _is_file(message):
        return
    kind = message.get_content_type()
    if not message.is_multipart():
        if kind in _TEXTS:
            yield message
        return
    versions = [list(_bodies(part, depth + 1)) for part in _inner(message)]
    if kind == "multipart/alternative":
        yield from _best([parts for parts in versions if parts])
    elif kind == "message/rfc822":
        return
    else:
        yield from (part for parts in versions for part in parts)


def _inner(message: EmailMessage) -> Iterator[EmailMessage]:
    return (part for part in message.iter_parts() if isinstance(part, EmailMessage))


def _best(versions: Sequence[list[EmailMessage]]) -> list[EmailMessage]:
    """Of several versions the plain one, unless it only says that there is another."""
    plain = [one for one in versions if all(part.get_content_type() == _PLAIN for part in one)]
    others = [one for one in versions if one not in plain]
    if plain and others:
        words = len(" ".join(map(_text, plain[0])).split())
        rest = fragment_pieces(" ".join(map(_text, others[-1])))
        more = sum(len(one.text.split()) for one in rest) - 2 * words
        is_stub = words < _FEW_WORDS and more > (_MORE if words else 0)
        return others[-1] if is_stub else plain[0]
    return next(iter(plain or reversed(others)), [])


def _attachments(message: EmailMessage) -> tuple[tuple[tuple[str, bytes], ...], list[str]]:
    """The files that come with it and can be read, by their names, and the names of all others.

    Pictures that the text shows are no files; a mail within it is one, whose own come with it too.
    """
    attached: dict[str, bytes] = {}
    others: list[str] = []
    for part in _parts(message):
        is_mail = part.get_content_type() == "message/rfc822"
        if part is message or not (_is_file(part) or is_mail):
            continue
        if part.get_content_maintype() == "image" and part["Content-ID"]:
            continue
        name = _file_name(part)
        is_read = format_of(name) is not None or remedy_for(name) is not None
        if is_read and len(attached) < _MOST_ATTACHED:
            attached[_unlike(name, attached)] = _bytes(part)
        else:
            others.append(name)
    return tuple(attached.items()), others


def _file_name(part: EmailMessage) -> str:
    """The name of an attached file on one line, without folders."""
    stated = " ".join(str(part.get_filename() or "").split())
    name = "".join(char for char in stated if char.isprintable())
    last = re.split(r"[/\\]", name)[-1][-_MAX_NAME:].lstrip(".")
    return last or ("mail.eml" if part.is_multipart() else part.get_content_type())


def _unlike(name: str, known: Collection[str]) -> str:
    """The name with a number where another file has it already."""
    path, number, found = PurePosixPath(name), 2, name
    while found in known:
        found = f"{path.stem} ({number}){path.suffix}"
        number += 1
    return found


def _bytes(part: EmailMessage) -> bytes:
    """What is attached; of a mail within a mail its own text."""
    inner = part.get_payload()
    if part.is_multipart() and isinstance(inner, list) and isinstance(inner[0], EmailMessage):
        return inner[0].as_bytes()
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text(part: EmailMessage) -> str:
    """The text of a part in the encoding that it states, else in one that is near."""
    data = part.get_payload(decode=True)
    raw = data if isinstance(data, bytes) else b""
    for encoding in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return _with_line_feeds(raw.decode(encoding))
        except (LookupError, UnicodeError, ValueError):
            continue
    return _with_line_feeds(raw.decode("cp1252", "replace"))


def _with_line_feeds(text: str) -> str:
    return re.sub("\r\n?", "\n", text)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (AttributeError, IndexError, LookupError, TypeError, ValueError):
        return ""  # headers that the package itself stumbles over


def _own_words(text: str) -> tuple[str, int]:
    """The text without what it quotes and without its signature, and how many lines it quotes.

    With what is quoted goes the line before it that says who wrote it and when.
    """
    text = _ATTRIBUTION.sub(_without_attribution, _SIGNATURE.sub("", text))
    return _QUOTED.subn("", text)


def _own_page(source: str) -> tuple[str, bool]:
    """A page of HTML without what it quotes, and whether there is such; whole where that is all."""
    tree = parse_html(source)
    quoted = 0
    while quoted < _MOST_QUOTED and (part := tree.css_first(_QUOTED_PARTS)) is not None:
        part.decompose()
        quoted += 1
    is_own = quoted > 0 and tree.body is not None and bool(tree.body.text().strip())
    return (tree.html or "", True) if is_own else (source, False)


def _without_attribution(found: re.Match[str]) -> str:
    """A line before what is quoted, unless it only says who wrote that and when."""
    is_attribution = "@" in found["line"] or bool(find_dates(found["line"]))
    return "" if is_attribution else found[0]


def _metadata(message: EmailMessage, subject: str) -> dict[str, object]:
    found: dict[str, object] = {"title": subject} if subject else {}
    try:
        found["published_on"] = parsedate_to_datetime(_header(message, "Date")).date()
    except (IndexError, TypeError, ValueError, OverflowError):
        return found
    return found
