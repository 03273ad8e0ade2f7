"""Two sources that give different values for what is asked: both are quoted, and it is said."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forumbot.answers.drafts import Draft, Retrieved
from forumbot.answers.occasions.claims import CLAIMED, Claim, claims
from forumbot.answers.quoting.choose import choose_excerpts
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_of
from forumbot.answers.quoting.units import sentences_of
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import Document
from forumbot.archive.outline import Line
from forumbot.language import words
from forumbot.language.forum_names import named_edition
from forumbot.language.phrases import DEFAULT, phrase
from forumbot.search.passages import Passage

# Set by hand and strict, not measured alone: to say wrongly that sources differ does more harm than
# to miss it. With looser ones none of 165 answers is another (bench/trials.md).
_PASSAGES = 8
_LEAST_COVERED = 0.75
_LEAST_WITH_ABOVE, _WHOLE = 0.5, 0.99
_LEAST_ALIKE = 0.5
_CHANGED = re.compile(
    r"\b(?:extended|postponed|moved|rescheduled|brought forward|instead|originally|initially"
    r"|revised|increased|decreased|raised|reduced|changed|updated|now|no longer|not|new|verschoben"
    r"|verlängert|reporté|prolongé)\b",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"\b(?:regist|deadline|submi|appl[iy]|publi[sc]|announc|sign|launch|call\b|kick|clos|anmeld|frist)",
    re.IGNORECASE,
)
_ATTRIBUTED = re.compile(
    r"^(?:according to|laut|selon)\b[^,]{0,200},|,?\s*\b(?:according to|as (?:stated|reported"
    r"|given) (?:in|by|on)|laut|selon)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_NUMERAL = re.compile(r"\d+")
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|erste[nrs]?"
    r"|zweite[nrs]?|dritte[nrs]?|vierte[nrs]?|premi(?:er|ère)s?|deuxième|seconde?|troisième)\b"
    r"(?!\s+(?:[\w-]+\s+){0,4}?forum\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two excerpts that give what is asked differently, each with how it writes its value."""

    excerpts: tuple[Excerpt, Excerpt]
    values: tuple[str, str]

    def remark(self, numbers: tuple[int, int], language: str = DEFAULT) -> str:
        """As in ``The sources differ: 30 April 2019 [1], 6 May 2019 [2].``"""
        said = (
            f"{' '.join(value.split())} [{number}]"
            for value, number in zip(self.values, numbers, strict=True)
        )
        return phrase("sources_differ", language, values=", ".join(said))


@dataclass(frozen=True, slots=True)
class _Statement:
    """A sentence or item that claims something, and how much of the question it covers."""

    document: Document
    line: Line
    start: int
    end: int
    claims: dict[str, Claim]
    covered: float
    held: frozenset[int]

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]


def on_conflict(retrieved: Retrieved) -> Draft | None:
    """Both sides of a contradiction first, then of the best quotes what has room and is apart."""
    documents = retrieved.generation.documents
    passages = [hit.passage for hit in retrieved.ranking.hits]
    conflict = find_conflict(retrieved.form, passages, documents)
    if conflict is None:
        return None
    first, second = conflict.excerpts

    def remark(shown: Sequence[Excerpt]) -> str:
        if first not in shown or second not in shown:
            return ""
        numbers = (shown.index(first) + 1, shown.index(second) + 1)
        return conflict.remark(numbers, retrieved.question.answered_in)

    others = choose_excerpts(retrieved.form, retrieved.ranking.hits, retrieved.max_chars)
    shown = _led_by(conflict.excerpts, others, retrieved.max_chars)
    return Draft(shown, remark, taken_from="sources that differ")


def _led_by(
    first: Sequence[Excerpt], others: Sequence[Excerpt], max_chars: int
) -> tuple[Excerpt, ...]:
    chosen = list(first)
    for other in others:
        apart = all(
            other.doc_id != one.doc_id or other.end <= one.start or one.end <= other.start
            for one in chosen
        )
        taken = sum(one.end - one.start for one in chosen)
        if apart and taken + other.end - other.start <= max_chars:
            chosen.append(other)
    return tuple(chosen)


def find_conflict(
    terms: QuestionTerms, passages: Sequence[Passage], documents: Mapping[str, Document]
) -> Conflict | None:
    """The first statement on what is asked and the first one that contradicts it, if any.

    Both must hold the same of the question's words, say much the same otherwise, be on the same
    year and edition, and give a value of the same kind and precision that differs. A statement that
    speaks of a change contradicts nothing.
    """
    if terms.kind not in CLAIMED:
        return None
    stated = list(_statements(terms, passages[:_PASSAGES], documents))
    if not stated:
        return None
    main = max(stated, key=lambda one: one.covered)
    role = terms.role
    for other in stated:
        found = _differing(main, other, role)
        if found is not None:
            return Conflict((_excerpt(main), _excerpt(other)), (found[0].said, found[1].said))
    return None


def _statements(
    terms: QuestionTerms, passages: Sequence[Passage], documents: Mapping[str, Document]
) -> Iterator[_Statement]:
    seen: set[tuple[str, int]] = set()
    for passage in passages:
        document = documents[passage.doc_id]
        for unit in sentences_of(document, passage):
            line, start, end = unit.line, unit.start, unit.end
            text = document.text[start:end]
            covered = terms.coverage(text)
            if (document.doc_id, start) in seen or covered < _LEAST_WITH_ABOVE:
                continue
            above = " ".join([*line.heading_path, line.lead_in])
            if covered < _LEAST_COVERED and terms.coverage(above, text) < _WHOLE:
                continue
            seen.add((document.doc_id, start))
            claimed = claims(terms.question, text)
            if claimed and not _CHANGED.search(text):
                yield _Statement(document, line, start, end, claimed, covered, terms.held(text))


def _differing(main: _Statement, other: _Statement, role: str | None) -> tuple[Claim, Claim] | None:
    """The claims that differ, of the role asked for or of any where none is."""
    if other is main or not _comparable(main, other):
        return None
    if role is None and main.claims.keys() != other.claims.keys():
        return None
    for name in [role] if role else main.claims:
        own, their = main.claims.get(name), other.claims.get(name)
        if own is None or their is None:
            continue
        if role != "end" and _are_own_days(main, own, other, their):
            continue
        if own.value != their.value and own.year == their.year:
            return own, their
    return None


def _comparable(main: _Statement, other: _Statement) -> bool:
    """Whether two statements are on the same thing: alike in words, edition and other numbers."""
    editions = {one.document.edition for one in (main, other)} - {None}
    named = {named_edition(one.text) for one in (main, other)} - {None}
    if len(named) > 1 or (len(editions) > 1 and not named):
        return False
    if _acts(main) != _acts(other):
        return False
    own, their = _subject(main), _subject(other)
    is_dated = any(claim.year is not None for claim in main.claims.values())
    most = min(len(own), len(their)) if is_dated else len(own | their)
    alike = len(own & their) / max(most, 1)
    return alike >= _LEAST_ALIKE and main.held == other.held and _numerals(main) == _numerals(other)


def _acts(statement: _Statement) -> set[str]:
    """What a date may be that of beside the event itself: its registration, its announcement."""
    return {found[0].lower() for found in _ACT.finditer(statement.text)}


def _are_own_days(main: _Statement, own: Claim, other: _Statement, theirs: Claim) -> bool:
    """Whether each gives the day of its own document's event, as minutes of a series do."""
    is_own = own.value == main.document.held_on and theirs.value == other.document.held_on
    return is_own and main.document.doc_id != other.document.doc_id


def _without_claims(statement: _Statement) -> str:
    """What a statement says beside its values, asides and the naming of its source."""
    text = re.sub(r"\([^()]*\)|https?://\S+", lambda found: " " * len(found[0]), statement.text)
    for claim in statement.claims.values():
        text = text[: claim.start] + " " * (claim.end - claim.start) + text[claim.end :]
    return _ATTRIBUTED.sub(" ", text)


def _subject(statement: _Statement) -> set[str]:
    language = statement.document.language
    return set(words.stems(_NUMERAL.sub(" ", _without_claims(statement)), language))


def _numerals(statement: _Statement) -> set[str]:
    """The other numbers of a statement, "the first" and "the second" of a series among them."""
    text = _without_claims(statement)
    return {*_NUMERAL.findall(text), *(found.lower() for found in _ORDINAL.findall(text))}


def _excerpt(statement: _Statement) -> Excerpt:
    start, end = statement.start, statement.end
    return excerpt_of(statement.document, statement.line, start, end, statement.covered)
