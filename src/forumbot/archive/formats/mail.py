"""E-mails and saved web pages (MHT) to pieces, by the email package of Python."""

import re
from collections.abc import Collection, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.plain import plain_pieces
from forumbot.archive.formats.registry import format_of, remedy_for
from forumbot.archive.formats.web.html import fragment_pieces, read_html
from forumbot.archive.layout import BlockKind, Piece
from forumbot.errors import RefusedError

_MOST_PARTS = 1_000
# Lines that may part a mail, others that begin so among them; each costs the parser a third of a
# millisecond.
_MOST_MARKS = 20_000
_MOST_ATTACHED = 50
_SHOWN = 5
_MAX_NAME = 100
_REPLY = re.compile(r"(?:(?:re|aw|fwd?|wg|sv|tr|rép|antw|odp)\s*(?:\[\d+\])?:\s*)+", re.IGNORECASE)
_QUOTED = re.compile(r"^>.*$", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- \n.*\Z", re.MULTILINE | re.DOTALL)


def read_mail(raw: bytes) -> Parsed:
    """The text of an e-mail under its subject, its day as that of publication.

    What it quotes of earlier mails is left out, as is its signature; of several versions of the
    text the plain one is read. What is attached comes with it, to be read by itself. Raises
    :class:`RefusedError` for what is no e-mail.
    """
    message = _parsed(raw)
    body = _body(message)
    subject = _REPLY.sub("", _header(message, "Subject"), count=1).strip()
    pieces = [Piece(BlockKind.HEADING, subject, 1)] if subject else []
    warnings: list[str] = []
    if body is not None and body.get_content_type() == "text/html":
        pieces += fragment_pieces(_text(body))
    elif body is not None:
        text, quoted = _own_words(_text(body))
        pieces += plain_pieces(text)
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
        raise RefusedError(f"has more than {_MOST_PARTS:,} parts")
    try:
        message = message_from_bytes(raw, policy=policy.default)
        count = sum(1 for _part in message.walk())
    except (LookupError, RecursionError, TypeError, ValueError) as error:
        raise RefusedError(f"cannot be read as an e-mail ({type(error).__name__})") from None
    if count > _MOST_PARTS:
        raise RefusedError(f"has more than {_MOST_PARTS:,} parts")
    if not isinstance(message, EmailMessage) or not message.keys():
        raise RefusedError("is no e-mail (it has no headers)")
    return message


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    return (part for part in message.walk() if isinstance(part, EmailMessage))


def _is(part: EmailMessage, kind: str) -> bool:
    return part.get_content_type() == kind and not part.is_attachment()


def _body(message: EmailMessage) -> EmailMessage | None:
    """The part that holds the text; the plain one where there are several."""
    parts = [part for part in _parts(message) if not part.is_multipart()]
    for kind in ("text/plain", "text/html"):
        found = next((part for part in parts if _is(part, kind)), None)
        if found is not None:
            return found
    return None


def _attachments(message: EmailMessage) -> tuple[tuple[tuple[str, bytes], ...], list[str]]:
    """The files that come with it and can be read, by their names, and the names of all others."""
    attached: dict[str, bytes] = {}
    others: list[str] = []
    for part in _parts(message):
        if not part.is_attachment():
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
    """The text without what it quotes and without its signature, and how many lines it quotes."""
    own, quoted = _QUOTED.subn("", _SIGNATURE.sub("", text))
    return own, quoted


def _metadata(message: EmailMessage, subject: str) -> dict[str, object]:
    found: dict[str, object] = {"title": subject} if subject else {}
    try:
        found["published_on"] = parsedate_to_datetime(_header(message, "Date")).date()
    except (IndexError, TypeError, ValueError, OverflowError):
        return found
    return found
