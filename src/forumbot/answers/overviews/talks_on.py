"""The talks on a theme, or of a forum, where a message asks for just these: "talks on skills"."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from forumbot.answers.overviews.holdings import talks_told
from forumbot.answers.overviews.meetings import documents_of
from forumbot.answers.overviews.overview import Asked, Overview
from forumbot.answers.overviews.people import person_named
from forumbot.answers.overviews.presentations import entry_of, presentations
from forumbot.answers.overviews.room import fitting
from forumbot.answers.overviews.subjects import asking_words
from forumbot.answers.overviews.wordings import best_of, theme_of
from forumbot.archive.documents import Document
from forumbot.archive.names import levelled_name
from forumbot.archive.talk_forms import session_number
from forumbot.archive.talks import Talk
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question
from forumbot.language.phrases import phrase
from forumbot.language.questions import function_words
from forumbot.language.sentences import sentence_spans
from forumbot.language.turns import turns
from forumbot.language.words import stop_words, words

# Set by hand: a theme has few words, and a title most of them, weighed by rarity.
_MOST_WORDS, _HELD = 3, 0.8
# Set by hand: what tells of a session as a whole names it within its first words ("In session 4").
_FIRST_WORDS = 3

_OF_A_FACT = frozenset(
    {QuestionKind.WHEN, QuestionKind.WHERE, QuestionKind.NUMBER, QuestionKind.HOW_WHY}
)


def talks_on(asked: Asked) -> Overview | None:
    """The talks whose title, or whose session, is on the theme; None where none is.

    What a session was on is told by its heading, or by a sentence that tells of no talk.

    None too where a message names somebody or a session, or says anything else. Who gave one talk
    is a fact, which a passage tells.
    """
    question = asked.question
    if session_number(question.text, question.spoken) is not None or not _asks(question):
        return None
    theme = theme_of(asked, "presentations", "speakers", "talks", "treating")
    is_theme = bool(theme) and len(theme[0].content_words) <= _MOST_WORDS and not question.times
    if not is_theme or person_named(asked) is not None:
        return None
    held = best_of(asked, theme)
    sessions = set(_sessions_on(asked, held))
    entries = [
        entry_of(asked, talk, heading)
        for heading, talk in talks_told(asked)
        if talk.title and not talk.is_led and _may_answer(asked, talk)
        if max(held(talk.title), held(talk.session)) >= _HELD
        or (_meeting_of(asked.generation.documents[talk.doc_id]), talk.number) in sessions
    ]
    if len(set(entries)) <= (question.kind is QuestionKind.WHO):
        return None
    shown = fitting(list(dict.fromkeys(entries)))
    left = len(set(entries)) - len(shown)
    said = phrase("talks_on", asked.language, theme=theme[0].text)
    more = phrase("more_presentations", asked.language, count=left) if left else ""
    return Overview(said, tuple(shown), more)


def who_spoke(asked: Asked) -> Overview | None:
    """The talks of a forum, where a message asks who spoke at it and for nothing else."""
    question = asked.question
    known = turns(question.spoken)
    mention = question.forums.one
    if mention is None or question.kind is not QuestionKind.WHO:
        return None
    spoke = asking_words("spoke") - asking_words()
    passed = spoke | known.light | function_words(question.spoken)
    own = [word for word in question.content_beside(mention) if word not in passed]
    return None if own or spoke.isdisjoint(question.words) else presentations(asked)


def talks_counted(asked: Asked) -> Overview | None:
    """How many talks or speakers a forum had, with its talks; None where more is asked."""
    question, mention = asked.question, asked.question.forums.one
    if mention is None or question.kind is not QuestionKind.NUMBER:
        return None
    talks, speakers = (asking_words(one) - asking_words() for one in ("talks", "speakers"))
    passed = talks | speakers | turns(question.spoken).light | function_words(question.spoken)
    passed |= {word for way in asking_words("exists") for word in words(way)}
    own = [word for word in question.content_beside(mention) if word not in passed]
    counts_talks = not talks.isdisjoint(question.words)
    if own or counts_talks is not speakers.isdisjoint(question.words):
        return None
    told, number = presentations(asked), question.forums.edition
    given = [
        one
        for _heading, one in talks_told(asked)
        if one.title and not one.is_led and number is not None and _may_answer(asked, one)
    ]
    people = {levelled_name(one.name) for talk in given for one in talk.speakers}
    count = len(given) if counts_talks else len(people)
    if told is None or not count:
        return None
    return replace(told, said=phrase("events_counted", asked.language, count=count))


def _asks(question: Question) -> bool:
    """Whether talks are asked for, or who spoke, before what leads to a theme."""
    talks = asking_words("talks") - asking_words()
    follows = asking_words("theme_follows") - asking_words()
    treating = asking_words("treating") - asking_words()
    said = turns(question.spoken).said
    leads = asking_words("presentations", "speakers", "holding") | talks | treating | said
    leads |= stop_words() | function_words(question.spoken)
    place = next((n for n, word in enumerate(question.words) if word in follows | treating), None)
    if place is None or not leads.issuperset(question.words[:place]):
        return False
    head = question.words[:place]
    if not talks.isdisjoint(head):
        return question.kind not in _OF_A_FACT
    return question.kind is QuestionKind.WHO and not said.isdisjoint(head)


def _sessions_on(
    asked: Asked, held: Callable[[str], float]
) -> Iterator[tuple[int | str, int | None]]:
    """The meeting and the number of each session that a sentence says is on a theme."""
    for document in documents_of(asked):
        told = [one for one in asked.generation.talks if one.doc_id == document.doc_id]
        for block in document.blocks:
            said = document.text[block.start : block.end]
            if session_number(said, document.language) is None or held(said) < _HELD:
                continue
            spans = sentence_spans(document.text, block.start, block.end, document.language)
            for start, end in spans:
                first = " ".join(document.text[start:end].split()[:_FIRST_WORDS])
                number = session_number(first, document.language)
                is_of_talk = any(one.start < end and start < one.end for one in told)
                if (
                    number is not None
                    and not is_of_talk
                    and held(document.text[start:end]) >= _HELD
                ):
                    yield _meeting_of(document), number


def _meeting_of(document: Document) -> int | str:
    """What the documents of one meeting have in common, and others have not."""
    return document.doc_id if document.edition is None else document.edition


def _may_answer(asked: Asked, talk: Talk) -> bool:
    """Whether a talk is of the forum that is named, if one is."""
    edition = asked.question.forums.edition
    return edition is None or asked.generation.documents[talk.doc_id].edition == edition
