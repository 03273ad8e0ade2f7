"""Where a text stands: title, section, page, days, language and link on one line."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from forumbot.answers.citation import Citation, facts_of
from forumbot.archive.documents import Document
from forumbot.bot.escape import cut, flat, link, utf16_length
from forumbot.bot.rendering.parts import block_quote
from forumbot.language.phrases import DEFAULT, phrase, speaking
from forumbot.search.passages import Passage

MAX_SOURCE = 600
_MAX_FACT = 60


def source_line(
    source: Citation | Document,
    section: str | None,
    page: int | None,
    room: int,
    language: str = DEFAULT,
) -> str:
    """Title, section, page, days, language and link on one line; a citation has its language."""
    is_foreign = source.language != speaking(language)
    if isinstance(source, Citation):
        language, is_foreign = source.said_in, source.is_foreign
    facts = [
        cut(fact, _MAX_FACT) for fact in facts_of(source, page, language, is_foreign=is_foreign)
    ]
    address = link(source.url)
    if address and utf16_length(" · ".join([*facts, address])) <= room * 3 // 4:
        facts.append(address)
    return place_line(source.title, section, facts, room)


def name_of_file(doc_id: str) -> str:
    """The words of a file's name, for a document whose title is not at hand."""
    stem = PurePosixPath(doc_id).stem
    return flat(stem.replace("-", " ").replace("_", " ")) or flat(doc_id)


def page_facts(page: int | None, language: str) -> list[str]:
    """The page in words, where it is known."""
    return [phrase("page", language, page=page)] if page else []


def place_line(title: str, section: str | None, facts: Sequence[str], room: int) -> str:
    """Title, section and further facts on one line; what is too long is cut, the facts are not.

    A section that is called as the whole is not told again.
    """
    section = section if section and flat(section) != flat(title) else None
    tail = "".join(f" · {fact}" for fact in facts)
    left = room - utf16_length(tail)
    name = cut(flat(title), left * 2 // 3 if section else left) or phrase("untitled", DEFAULT)
    left -= utf16_length(name) + 3
    heading = cut(flat(section), left) if section and left > 8 else ""
    return f"{name}{' · ' if heading else ''}{heading}{tail}"


def passage_block(
    passage: Passage, documents: Mapping[str, Document], room: int, language: str = DEFAULT
) -> str:
    """A passage without its headings over where it stands, its file where that is all we know."""
    most = min(room // 2, MAX_SOURCE)
    section = passage.heading_path[-1] if passage.heading_path else None
    document = documents.get(passage.doc_id)
    if document is None:
        name = name_of_file(passage.doc_id)
        source = place_line(name, section, page_facts(passage.page, language), most)
    else:
        source = source_line(document, section, passage.page, most, language)
    return f"{block_quote(passage.body, room - utf16_length(source) - 1)}\n{source}"
