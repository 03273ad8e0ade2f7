"""Meetings or documents side by side: for each what it was, in short."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from forumbot.answers.forums import Forum
from forumbot.answers.occasions.day_of_forum import OUTCOME_WORDS
from forumbot.answers.overviews.meetings import forum_line
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.room import MOST_CHARS, quoted
from forumbot.answers.overviews.subjects import asking_words, of_edition, subject_named
from forumbot.answers.overviews.summary import in_short
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_of
from forumbot.answers.quoting.lists import ends_with_lead_in, with_list
from forumbot.answers.terms import QuestionTerms
from forumbot.answers.topic_wordings import translated
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.archive.talk_forms import ordinals
from forumbot.asking.question import read_question
from forumbot.language.dates import find_dates
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.phrases import phrase
from forumbot.language.questions import function_words
from forumbot.language.sentences import sentence_spans
from forumbot.language.table import derived, tables
from forumbot.language.turns import turns
from forumbot.language.words import stop_words, words

_BETWEEN = re.compile(
    r"\s+(?:and|or|vs\.?|versus|with|to|from|und|oder|mit|vom?|et|ou|avec|en|of|met|y|o|con|e|com"
    r"|i|oraz|z|și|sau|cu)\s+|\s*[,/]\s*",
    re.IGNORECASE,
)
# What a question leans on stands behind it.
_BRACKETS = re.compile(r"\(([^()]+)\)\W*\Z")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PARTICIPANTS, _ENGLISH = "participants", "en"
# Set by hand: more stand side by side in no message; of what is asked for most must be said, all
# of it where no figure tells; between sentences that say as much one with a figure comes first.
_MOST, _COVERED, _WHOLE, _FIGURE = 3, 0.6, 0.9, 0.2


def compare(asked: Asked) -> Overview | None:
    """Each of the meetings or documents that a message compares, side by side.

    Where it asks which of several forums has more of something, the sentence with the figure of
    each, and no sum of ours; where it asks for one thing of them, what each says on that; else each
    in short. None where one of them says nothing on it, or its outcomes are asked for: the passages
    have these, forum by forum.
    """
    numbers = _numbers(asked)
    subjects = [one for one in (of_edition(asked, number) for number in numbers) if one]
    if len(subjects) < len(numbers):
        return None
    topic = _topic(asked)
    counts = _asks_for_more(asked) and _people_words(asked).issuperset(topic)
    if numbers and (topic or counts):
        if topic and OUTCOME_WORDS.issuperset(topic):
            return None
        return _on_topic(asked, subjects, _PARTICIPANTS if counts else _in_english(asked, topic))
    subjects = subjects or list(_named(asked))
    if not 1 < len(subjects) <= _MOST:
        return None
    figures = _on_topic(asked, subjects, _PARTICIPANTS) if _asks_which_had_more(asked) else None
    if figures is not None:
        return figures
    entries: list[Entry] = []
    left = 0
    people = QuestionTerms.of(read_question(_PARTICIPANTS), asked.generation.lexical)
    for subject in subjects:
        own, hidden = _side(asked, subject, people, MOST_CHARS // len(subjects))
        entries += own
        left += hidden
    more = phrase("more_outcomes", asked.language, count=left) if left else ""
    return Overview(phrase("compared", asked.language), tuple(entries), more)


def compared_outright(asked: Asked) -> Overview | None:
    """Numbered forums that a message compares and asks nothing else of; None for any other."""
    if asked.question.adds and _asks_which_had_more(asked):
        return compare(asked)
    said = asked.question.words
    comparing = asking_words("compare") - asking_words() - stop_words()
    asks = _asks_for_more(asked) or not comparing.isdisjoint(said)
    if not asks or len(_numbers(asked)) < 2 or not _people_words(asked).issuperset(_topic(asked)):
        return None
    return compare(asked)


def _side(
    asked: Asked, subject: Forum, people: QuestionTerms, room: int
) -> tuple[list[Entry], int]:
    """One of those that are compared, in short and with who took part where a figure tells it.

    Left out is what tells nothing side by side: themes, headings and lead-ins alone.
    """
    took_part = _said_on(asked, subject, people, wants_figure=True)
    counted = [Entry("", took_part)] if took_part is not None else []
    shown, hidden = in_short(asked, subject, room - quoted(counted))
    when = phrase("when_and_where", asked.language)
    passed = {phrase(key, asked.language) for key in ("next_edition", "parts")}
    own = [
        one
        for one in shown
        if one.heading not in passed
        and (one.heading == when if one.excerpt is None else not _only_leads_in(asked, one.excerpt))
    ]
    at = sum(one.heading == when for one in own)
    is_new = took_part is not None and all(not _holds(one.excerpt, took_part) for one in own)
    entries = [*own[:at], *(counted if is_new else ()), *own[at:]]
    heading = forum_line(subject, asked.language)
    return [replace(one, heading=heading) for one in entries], hidden


def _only_leads_in(asked: Asked, excerpt: Excerpt) -> bool:
    """Whether an excerpt leads in a list for which there was no room."""
    return ends_with_lead_in(excerpt, asked.generation.documents[excerpt.doc_id])


def _holds(excerpt: Excerpt | None, other: Excerpt) -> bool:
    """Whether an excerpt holds the beginning of another."""
    is_there = excerpt is not None and excerpt.doc_id == other.doc_id
    return is_there and excerpt is not None and excerpt.start <= other.start < excerpt.end


def _numbers(asked: Asked) -> list[int]:
    """The numbers of the forums that are compared, also in "which forum …, the second or third"."""
    editions = {one.edition for one in asked.generation.documents.values() if one.edition}
    mention = asked.question.forums.several(editions)
    if mention is not None:
        return list(mention.numbers or ())
    said = asked.question.words
    found = [ordinals()[word] for word in said if word in ordinals()]
    return found if len(found) > 1 and not _forum_words().isdisjoint(said) else []


def _topic(asked: Asked) -> tuple[str, ...]:
    """What is asked of what is compared, beside naming it."""
    known = asking_words("compare", "summary", "more") | _forum_words() | ordinals().keys()
    passed = known | function_words(asked.question.spoken) | _numbers_in_words()
    return tuple(
        word for word in asked.question.content_words if word not in passed and not word.isdigit()
    )


@derived
def _numbers_in_words() -> frozenset[str]:
    """Words for two and three, of as many things as are compared."""
    named = (way for one in tables() for number in (2, 3) for way in one.numbers.get(number, ()))
    return frozenset(level(way) for way in ways(named))


def _in_english(asked: Asked, topic: Sequence[str]) -> str:
    spoken = asked.question.spoken
    return " ".join(translated(word, spoken, _ENGLISH)[0] for word in topic)


def _asks_for_more(asked: Asked) -> bool:
    """Whether a message asks which has more of something, or less."""
    more = asking_words("more") - asking_words("compare")
    return not more.isdisjoint(asked.question.words)


def _asks_which_had_more(asked: Asked) -> bool:
    """Whether it is asked which of two had more who took part, or more and nothing else."""
    text, known = asked.question.text, turns(asked.question.spoken)
    found = known.of_two.match(text)
    if found is None or not _asks_for_more(asked):
        return False
    rest = read_question(text[found.end() :].partition("(")[0])
    more = asking_words("more") | function_words(asked.question.spoken)
    left = [word for word in rest.content_words if word not in more]
    return _people_words(asked).issuperset(left)


def _people_words(asked: Asked) -> frozenset[str]:
    """What those are called who take part, in the language of the message and in English."""
    return turns(asked.question.spoken).people | turns(_ENGLISH).people


def _on_topic(asked: Asked, subjects: Sequence[Forum], topic: str) -> Overview | None:
    """What each forum says on the topic, with a figure where more of it is asked for.

    None where none says anything of it, or one has nothing and no figure is asked for.
    """
    wants_figure = _asks_for_more(asked)
    terms = QuestionTerms.of(read_question(topic), asked.generation.lexical)
    found = [(subject, _said_on(asked, subject, terms, wants_figure)) for subject in subjects]
    lacking = phrase("part_missing", asked.language)
    entries = [
        Entry("" if one else lacking, one, forum_line(subject, asked.language))
        for subject, one in found
    ]
    said = [one for _subject, one in found if one is not None]
    if not said or (len(said) < len(subjects) and not wants_figure):
        return None
    return Overview(phrase("compared", asked.language), tuple(entries))


def _said_on(
    asked: Asked, subject: Forum, terms: QuestionTerms, wants_figure: bool
) -> Excerpt | None:
    """The sentence that holds most of the topic, itself or in its heading; with a list its whole.

    None where no sentence with a figure has enough of it, or none at all the whole.
    """
    best: tuple[float, Excerpt, Document] | None = None
    least = _COVERED if wants_figure else _WHOLE
    for document, said, excerpt, above in _sentences(asked, subject):
        has_figure = _has_figure(said)
        if wants_figure and not has_figure:
            continue
        share = terms.coverage(f"{above} {said}")
        worth = share + terms.coverage(said) + _FIGURE * has_figure
        if share >= least and (best is None or worth > best[0]):
            best = worth, replace(excerpt, score=share), document
    if best is None:
        return None
    _worth, excerpt, document = best
    return excerpt if wants_figure else with_list(excerpt, document, MOST_CHARS // _MOST)


def _sentences(asked: Asked, subject: Forum) -> Iterator[tuple[Document, str, Excerpt, str]]:
    """Each sentence of its documents but talks: the document, its text and place, what is above."""
    for doc_id in sorted(subject.doc_ids):
        document = asked.generation.documents[doc_id]
        for line in document.outline if document.kind != "presentation" else ():
            block = line.block
            if block.kind is BlockKind.HEADING:
                continue
            above = " ".join([*line.heading_path[-1:], line.lead_in])
            for start, end in sentence_spans(
                document.text, block.start, block.end, document.language
            ):
                excerpt = excerpt_of(document, line, start, end, 0.0)
                yield document, document.text[start:end], excerpt, above


def _has_figure(said: str) -> bool:
    """Whether a text has a number that is of no date and no year."""
    dates = find_dates(said)
    return any(
        not any(one.start <= match.start() < one.end for one in dates)
        for match in re.finditer(r"\b\d+\b", said)
        if not _YEAR.fullmatch(match[0])
    )


def _named(asked: Asked) -> Sequence[Forum]:
    """The two that stand on both sides of a word between them; none where one is numbered."""
    if asked.question.forums.edition is not None:
        return []
    brackets = _BRACKETS.search(asked.question.text)
    for before, after in _sides(brackets[1] if brackets else asked.question.text):
        found = [
            subject_named(
                replace(asked, question=read_question(side)), "compare", "summary", "more"
            )
            for side in (before, after)
        ]
        known = [one for one in found if one is not None]
        if len(known) > 1 and known[0].key != known[1].key:
            return known
    return []


def _sides(text: str) -> Iterator[tuple[str, str]]:
    for match in _BETWEEN.finditer(text):
        before, after = _with_series(text[: match.start()], text[match.end() :])
        if re.search(r"\w", before) and re.search(r"\w", after):
            yield before, after


def _with_series(before: str, after: str) -> tuple[str, str]:
    """Both sides with the name of the series where one of them is a year alone."""
    first, second = _YEAR.findall(before), _YEAR.findall(after)
    if len(first) != 1 or len(second) != 1:
        return before, after
    if _is_year_alone(after):
        return before, _YEAR.sub(second[0], before)
    if _is_year_alone(before):
        return _YEAR.sub(first[0], after), after
    return before, after


def _is_year_alone(side: str) -> bool:
    """Whether a side names nothing but a year."""
    passed = asking_words("compare", "summary") | stop_words()
    return all(word.isdigit() or word in passed for word in words(side))


@derived
def _forum_words() -> frozenset[str]:
    return frozenset(level(way) for one in tables() for way in ways(one.forum))
