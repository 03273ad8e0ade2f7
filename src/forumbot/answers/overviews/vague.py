"""The few subjects that the archive has on a theme, each with the question that it leads to."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.wordings import best_of, theme_of
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_of
from forumbot.answers.quoting.lists import ends_with_lead_in, with_list
from forumbot.answers.quoting.units import Unit, units_of
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.asking.question import Question
from forumbot.language import words
from forumbot.language.phrases import counting, phrase
from forumbot.search.passages import Passage

# Set by hand: as many subjects as one chooses from at a glance, of one document not more than two;
# a sentence that shows what a subject is about is no longer than two lines.
_MOST, _MOST_OF_ONE, _MOST_CHARS = 5, 2, 240
# The five together keep to what may be quoted (the contract).
_WITH_LIST = 300
_SEARCHED, _HELD = 20, 0.6
_MONEY = frozenset(
    words.stem(word, "en")
    for word in "money budget budgets cost costs price prices finance finances payment".split()
)
_NUMBERED = re.compile(r"\A\d+(?:\.\d+)*[.)]?\s+(?=\D)")  # a heading's own number
_UNIT = r"(?:€|\$|£|eur\b|euros?\b|usd\b|dollars?\b|gbp\b|chf\b|lei\b|ron\b|zł)"
_AMOUNT = re.compile(
    rf"{_UNIT}\s?\d|\d[\d.,\s]*(?:(?:million|billion|thousand|bn|m|k)\b\s*)?{_UNIT}", re.IGNORECASE
)

_FIGURES = re.compile(r"\d[\d.,]*")


def vague(asked: Asked) -> Overview | None:
    """Subjects to choose from; None where the message names no theme, or nothing treats it."""
    wordings = theme_of(asked, "vague")
    if not wordings:
        return None
    treats = _treats(asked, wordings)
    theme = wordings[0].text
    found = list(_subjects(asked, wordings, treats))
    entries = tuple(
        _entry(asked, passage, excerpt, theme, number if len(found) > 1 else None)
        for number, (passage, excerpt) in enumerate(found, start=1)
    )
    if not entries:
        return None
    if len(entries) == 1:
        return Overview(phrase("vague_one", asked.language, theme=theme), entries)
    return Overview(phrase("vague", asked.language, theme=theme), entries)


def _treats(asked: Asked, wordings: Sequence[Question]) -> Callable[[str], bool]:
    """Whether a text holds the theme's words; of money, whether it holds an amount."""
    held = best_of(asked, wordings)
    said = {words.stem(word, "en") for one in wordings for word in one.content_words}
    is_money = not said.isdisjoint(_MONEY)
    return lambda text: held(text) >= _HELD or (is_money and _AMOUNT.search(text) is not None)


def _subjects(
    asked: Asked, wordings: Sequence[Question], treats: Callable[[str], bool]
) -> Iterator[tuple[Passage, Excerpt]]:
    """Passages that treat the theme, each with a sentence that does, the best first.

    None that only tells amounts which an earlier one tells.
    """
    told: set[str] = set()
    taken: set[tuple[str, str]] = set()
    of_one: Counter[str] = Counter()
    for passage in _passages(asked, wordings, treats):
        place = (passage.doc_id, _heading(asked, passage))
        excerpt = _telling(asked, passage, treats)
        if excerpt is None or place in taken or of_one[passage.doc_id] >= _MOST_OF_ONE:
            continue
        document = asked.generation.documents[passage.doc_id]
        amounts = _amounts(document.text[excerpt.start : excerpt.end])
        if amounts and amounts <= told:
            continue
        told |= amounts
        taken.add(place)
        of_one[passage.doc_id] += 1
        yield passage, excerpt
        if len(taken) >= _MOST:
            return


def _amounts(text: str) -> set[str]:
    """The amounts of money in a text, however their unit is written."""
    found = (_FIGURES.search(one[0]) for one in _AMOUNT.finditer(text))
    return {one[0].rstrip(".,") for one in found if one}


def _passages(
    asked: Asked, wordings: Sequence[Question], treats: Callable[[str], bool]
) -> Iterator[Passage]:
    """What the search finds for the theme, then whatever else treats it."""
    found: list[Passage] = []
    if asked.finder is not None:
        hits = asked.finder.search(wordings[0], _SEARCHED, asked.only)
        found = [hit.passage for hit in hits]
    yield from found
    for passage in asked.generation.passages:
        may_answer = asked.only is None or passage.doc_id in asked.only
        if may_answer and passage not in found and treats(passage.text):
            yield passage


def _telling(asked: Asked, passage: Passage, treats: Callable[[str], bool]) -> Excerpt | None:
    """The first short sentence, item or row of a passage that speaks of the theme.

    One that leads in a list comes with the items that there is room for, and not without any.
    """
    document = asked.generation.documents[passage.doc_id]
    for unit in units_of(document, passage):
        is_short = unit.end - unit.start <= _MOST_CHARS
        is_said = unit.line.block.kind is not BlockKind.HEADING
        if is_short and is_said and treats(document.text[unit.start : unit.end]):
            excerpt = _led_to(document, unit)
            if not ends_with_lead_in(excerpt, document):
                return excerpt
    return None


def _led_to(document: Document, unit: Unit) -> Excerpt:
    """A unit, with what it leads in if it does."""
    excerpt = excerpt_of(document, unit.line, unit.start, unit.end, 1.0)
    leads_in = ends_with_lead_in(excerpt, document)
    return with_list(excerpt, document, _WITH_LIST) if leads_in else excerpt


def _entry(
    asked: Asked, passage: Passage, excerpt: Excerpt, theme: str, number: int | None
) -> Entry:
    """The heading, the document and the sentence of a subject, and the question it leads to.

    Without a number there is nothing to choose from, and it leads to none.
    """
    document = asked.generation.documents[passage.doc_id]
    heading = _heading(asked, passage)
    sentence = " ".join(document.text[excerpt.start : excerpt.end].split())
    rest = counting("rest", "rest_one", asked.language, excerpt.left_out)
    left = f" {rest}" if excerpt.left_out else ""
    shown = _NUMBERED.sub("", heading)
    named = shown if heading == document.title else f"{shown} ({document.title})"
    said = f"{named}: “{sentence}”{left}"
    if number is None:
        return Entry(said, excerpt)
    question = phrase(
        "subject_question", asked.language, title=document.title, theme=theme, heading=heading
    )
    return Entry(f"{number}. {said}", excerpt, question=question)


def _heading(asked: Asked, passage: Passage) -> str:
    path = passage.heading_path
    return path[-1] if path else asked.generation.documents[passage.doc_id].title
