"""What a meeting concluded, and what was concluded on a theme, in the words of the reports."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from forumbot.answers.forums import Forum
from forumbot.answers.outcomes import DocumentOutcome, select_outcomes
from forumbot.answers.overviews.meetings import meeting_named, written_out
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.room import fitting
from forumbot.answers.overviews.subjects import meeting_words, subject_named
from forumbot.answers.overviews.wordings import best_of, nearly_of, theme_of
from forumbot.answers.quoting.excerpt import excerpt_at, excerpt_of
from forumbot.answers.quoting.untold import outcomes_untold
from forumbot.answers.topic_wordings import topic_in
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.asking.question import Question, read_question
from forumbot.language.days_in_words import in_words
from forumbot.language.levelling import level
from forumbot.language.phrases import phrase
from forumbot.language.table import codes, derived, table
from forumbot.language.turns import turns
from forumbot.language.words import stop_words, words
from forumbot.search.scope import named_in

# A list that is shown whole may take that much (the contract).
_MOST_CHARS = 1_500
# From 40 themes on two archives, 125 outcomes in all: what holds .6 of a theme's words is on
# it; by meaning alone others come to .57, while what holds its words nearly so is on it from
# .30 (bench/trials.md).
_HELD, _LIKE, _NEARLY, _SOMEWHAT = 0.6, 0.62, 0.7, 0.3
# Set by hand, where there is nothing nearer: "national differences" has one of its two words in an
# outcome on "the differing characteristics of each country", at .23; others that hold it have .1.
_HALF_HELD, _LITTLE = 0.4, 0.2
# Set by hand: as many passages as `--json` lists.
_SEARCHED = 10
_LINES = (BlockKind.ITEM, BlockKind.PARAGRAPH)


def outcomes_of(asked: Asked) -> Overview | None:
    """The outcomes of the one meeting that is named, or that they are not told; else None."""
    meeting = _meeting(asked)
    if meeting is None:
        return None
    found = [
        one for one in select_outcomes(asked.generation) if one.outcome.doc_id in meeting.doc_ids
    ]
    if not found:
        return _untold(asked, meeting)
    theme = _theme_behind(asked)
    is_numbered = asked.question.forums.edition is not None
    is_theme = bool(theme) and (is_numbered or not _is_titled(asked, theme, meeting))
    themed = [one for one in _on(asked, theme) if one in found] if is_theme else []
    if themed:
        return _overview(themed, phrase("outcomes_on", asked.language, theme=theme[0].text), asked)
    return _overview(found, phrase("outcomes_of", asked.language, title=meeting.title), asked)


def _meeting(asked: Asked) -> Forum | None:
    """The meeting that is named as it is called, else in other words."""
    return meeting_named(asked) or subject_named(asked, "outcomes")


def _theme_behind(asked: Asked) -> tuple[Question, ...]:
    """The theme of "the outcomes of the third forum on skills", which stands behind its "on"."""
    wordings, question = theme_of(asked, "outcomes"), asked.question
    known = turns(question.spoken)
    for word in wordings[0].text.split() if wordings else ():
        at = question.text.find(word)
        before = known.article.sub("", question.text[:at]).split()
        if before and level(before[-1]) in known.within:
            theme = read_question(question.text[at:], spoken=question.spoken)
            return theme_of(replace(asked, question=theme), "outcomes")
    return ()


def _untold(asked: Asked, meeting: Forum) -> Overview | None:
    """The sentence that says that the meeting's outcomes are not told; None without one."""
    for doc_id in sorted(meeting.doc_ids):
        document = asked.generation.documents[doc_id]
        span = outcomes_untold(document)
        excerpt = excerpt_at(document, *span) if span else None
        if excerpt is not None:
            heading = _heading(document.title, document.held_on, asked.language)
            return Overview("", (Entry("", excerpt, heading),))
    return None


def outcomes_on(asked: Asked) -> Overview | None:
    """The outcomes on the theme that is asked for, the oldest meeting first; None without any.

    They hold its words, or nearly so and mean the like, or clearly mean the like.
    """
    wordings = theme_of(asked, "outcomes")
    if not wordings:
        return None
    if _only_names_meeting(asked, wordings):
        return outcomes_of(asked)
    found = _on(asked, wordings)
    said = phrase("outcomes_on", asked.language, theme=wordings[0].text)
    return _overview(found, said, asked) or _told_elsewhere(asked, wordings, said)


def _only_names_meeting(asked: Asked, theme: Sequence[Question]) -> bool:
    """Whether what seems a theme is all in the title of the one meeting that is named."""
    calls_it = not meeting_words().isdisjoint(asked.question.content_words)
    meeting = _meeting(asked) if calls_it and asked.question.forums.edition is None else None
    return meeting is not None and _is_titled(asked, theme, meeting)


def _is_titled(asked: Asked, theme: Sequence[Question], meeting: Forum) -> bool:
    titles = [asked.generation.documents[one].title for one in meeting.doc_ids]
    said = written_out(asked, theme[0]).content_words
    return any(set(words(title)).issuperset(said) for title in titles)


def all_outcomes(asked: Asked) -> Overview | None:
    """All outcomes, the latest first, where a message asks for just that ("what was decided?")."""
    asks = not _concluding(asked.question.spoken).isdisjoint(asked.question.words)
    if not asks or theme_of(asked, "outcomes"):
        return None
    told = [one for one in select_outcomes(asked.generation) if _may_answer(asked, one)]
    told.sort(key=lambda one: one.document.held_on or date.min, reverse=True)
    return _overview(told, phrase("all_outcomes", asked.language), asked)


def _told_elsewhere(asked: Asked, wordings: Sequence[Question], said: str) -> Overview | None:
    """What lines beside the outcomes say was concluded on the theme; None without such a line."""
    if asked.finder is None:
        return None
    held, entries = best_of(asked, wordings), []
    for hit in asked.finder.search(asked.question, _SEARCHED, asked.only):
        document = asked.generation.documents[hit.passage.doc_id]
        if not _is_of_time(asked, document):
            continue
        heading = _heading(document.title, document.held_on, asked.language)
        for line in document.outline:
            above = " ".join([document.title, *line.heading_path, line.lead_in])
            start, end = line.block.start, line.block.end
            text = document.text[start:end]
            is_in = hit.passage.start <= start and end <= hit.passage.end
            is_told = is_in and line.block.kind in _LINES and _concludes(text, document.language)
            if is_told and held(f"{above} {text}") >= _HELD:
                entries.append(Entry("", excerpt_of(document, line, start, end, 1.0), heading))
    shown = fitting(list(dict.fromkeys(entries)))
    return Overview(said, tuple(shown)) if shown else None


def _concludes(text: str, language: str | None) -> bool:
    """Whether a line says that something was concluded."""
    return not _concluding(language or "").isdisjoint(words(text))


@derived
def _concluding(language: str) -> frozenset[str]:
    """Levelled words by which texts of a language tell that something was concluded."""
    told = table(language).outcomes if language in codes() else {}
    said = (
        word for key in ("agreed", "deciding") for way in told.get(key, ()) for word in words(way)
    )
    return frozenset(said) - stop_words()


def conclusions_on(asked: Asked) -> list[DocumentOutcome]:
    """The outcomes on a topic, which is all that the question says; the nearest where none is.

    Where there is none either, as it is said in the languages of the archive.
    """
    typed = (asked.question,)
    languages = asked.generation.lexical.languages
    others = tuple(one for code in languages for one in topic_in(asked.question.text, code))
    for wordings in (typed, others):
        found = _on(asked, wordings) or _nearest(asked, wordings) if wordings else []
        if found:
            return found
    return []


def conclusions_for(asked: Asked) -> tuple[str, list[DocumentOutcome]]:
    """What a question is about, and the outcomes of that: on its theme, else of its meeting.

    What it is about is the theme, or the title of the meeting; it is empty where it names neither,
    and then all outcomes are of it.
    """
    wordings = theme_of(asked, "outcomes")
    found = _on(asked, wordings) if wordings else []
    if found:
        return wordings[0].text, found
    meeting = meeting_named(asked)
    if meeting is not None:
        known = select_outcomes(asked.generation)
        return meeting.title, [one for one in known if one.outcome.doc_id in meeting.doc_ids]
    if not wordings:
        return "", [one for one in select_outcomes(asked.generation) if _may_answer(asked, one)]
    return wordings[0].text, _nearest(asked, wordings)


def _on(asked: Asked, wordings: Sequence[Question]) -> list[DocumentOutcome]:
    told = [one for one in select_outcomes(asked.generation) if _may_answer(asked, one)]
    held, nearly = best_of(asked, wordings), nearly_of(asked, wordings)
    like = _likeness(asked, wordings, [one.outcome.text for one in told])
    return [
        one
        for one, likeness in zip(told, like, strict=True)
        if held(one.outcome.text) >= _HELD
        or likeness >= _LIKE
        or (nearly(one.outcome.text) >= _NEARLY and likeness >= _SOMEWHAT)
    ]


def _nearest(asked: Asked, wordings: Sequence[Question]) -> list[DocumentOutcome]:
    """Those that hold about half of the words and mean something like it."""
    told = [one for one in select_outcomes(asked.generation) if _may_answer(asked, one)]
    held = best_of(asked, wordings)
    like = _likeness(asked, wordings, [one.outcome.text for one in told])
    return [
        one
        for one, likeness in zip(told, like, strict=True)
        if held(one.outcome.text) >= _HALF_HELD and likeness >= _LITTLE
    ]


def _may_answer(asked: Asked, one: DocumentOutcome) -> bool:
    is_of = _is_of_time(asked, one.document)
    return is_of and (asked.only is None or one.outcome.doc_id in asked.only)


def _is_of_time(asked: Asked, document: Document) -> bool:
    """Whether a document is of a forum or a time that the question names, where it names any."""
    named = named_in(asked.question)
    return not named or any(time.fits(document) for time in named)


def _likeness(asked: Asked, wordings: Sequence[Question], texts: Sequence[str]) -> list[float]:
    if asked.finder is None or not texts:
        return [0.0] * len(texts)
    likes = [asked.finder.likeness(one.text, texts) for one in wordings]
    return [max(row) for row in zip(*likes, strict=True)]


def _overview(found: Sequence[DocumentOutcome], said: str, asked: Asked) -> Overview | None:
    entries: list[Entry] = []
    room = _MOST_CHARS
    for one in found:
        document, outcome = one.document, one.outcome
        excerpt = excerpt_at(document, outcome.start, outcome.end)
        room -= outcome.end - outcome.start
        if excerpt is not None and room >= 0:
            heading = _heading(document.title, document.held_on, asked.language)
            wording = one.said
            named = "" if wording == outcome.text else wording
            entries.append(Entry(named, excerpt, heading))
    left = len(found) - len(entries)
    more = phrase("more_outcomes", asked.language, count=left) if left else ""
    return Overview(said, tuple(entries), more) if entries else None


def _heading(title: str, day: date | None, language: str) -> str:
    return f"{title}, {in_words(day, language)}" if day else title
