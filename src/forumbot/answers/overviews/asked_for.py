"""What the archive has on a theme, where a message asks just for that: "anything on budgets?"."""

from collections.abc import Sequence

from forumbot.answers.overviews.documents import which_documents
from forumbot.answers.overviews.meetings import with_superseded
from forumbot.answers.overviews.overview import Asked, Overview
from forumbot.answers.overviews.subjects import asking_words
from forumbot.answers.overviews.vague import vague
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import read_question
from forumbot.language.language_names import languages_named
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.questions import asked_for, asks_several, function_words
from forumbot.language.table import derived, tables
from forumbot.language.turns import turns
from forumbot.language.words import stop_words, words

# Set by hand: more words than a few behind "anything on" tell a fact that is asked for.
_MOST_WORDS, _MOST_TREATED = 4, 3
_ENGLISH, _BY_VERBS = "en", ("yes_no", "list")
_OF_A_FACT = (QuestionKind.WHO, QuestionKind.WHEN, QuestionKind.WHERE, QuestionKind.HOW_WHY)


def asked_for_on(asked: Asked) -> Overview | None:
    """The documents on a theme where documents are asked for, its subjects where anything is.

    None where a message says anything else before the theme, or the archive has nothing on it.
    """
    question = asked.question
    behind = _words_of("theme_follows")
    place = next((n for n, word in enumerate(question.words) if word in behind), None)
    if place is None or question.kind in _OF_A_FACT:
        return None
    head, theme = question.words[:place], question.words[place + 1 :]
    own = [word for word in theme if word not in _passed(question.spoken)]
    at = question.located[place][2]
    asks_more = asked_for(question.text[at:], question.spoken) is not None
    asks_more = asks_more or asks_several(question.text, question.spoken)
    is_theme = bool(own) and len(own) <= _MOST_WORDS and theme[0] not in _leading(question.spoken)
    if asks_more or not is_theme or not _only_asks(head, question.spoken):
        return None
    if not _documents().isdisjoint(head):
        return which_documents(asked)
    return None if _words_of("anything").isdisjoint(head) else vague(asked)


def documents_asked_for(asked: Asked) -> Overview | None:
    """The documents of a language or on a theme where a message asks which do nothing but treat it.

    As in "do you have anything in German?", "which documents are about QUIC?" and "quels documents
    parlent de la Roumanie ?". None where a message says anything else, or there is none.
    """
    question = asked.question
    spoken = {one.language for one in with_superseded(asked)}
    languages, rest = languages_named(question.text, spoken, question.spoken)
    if languages:
        said = read_question(rest, spoken=question.spoken).words
        things = _documents() | _words_of("anything")
        is_asked = not things.isdisjoint(said) and _only_asks(said, question.spoken)
        return which_documents(asked) if is_asked else None
    treating, follows = _words_of("treating"), _words_of("theme_follows")
    place = next((n for n, word in enumerate(question.words) if word in treating | follows), None)
    if place is None or question.kind in _OF_A_FACT:
        return None
    head, theme = question.words[:place], question.words[place + 1 :]
    passed = _documents() | _passed(question.spoken)
    own = [word for word in theme if word not in _passed(question.spoken) | follows]
    is_said = question.words[place] in treating or head[-1:] != _nouns_last(head)
    is_only = not _documents().isdisjoint(head) and passed.issuperset(head)
    if not is_only or not is_said or not 0 < len(own) <= _MOST_TREATED:
        return None
    return which_documents(asked)


def _nouns_last(head: Sequence[str]) -> Sequence[str]:
    """The last word where that is one for documents, which no verb follows: "reports on"."""
    return head[-1:] if head and head[-1] in _documents() else ("",)


def _only_asks(head: Sequence[str], spoken: str) -> bool:
    """Whether what stands before a theme asks what there is, and says nothing else."""
    said = f" {' '.join(head)} "
    existing = [words(way) for way in _words_of("exists")]
    exists = {word for way in existing if f" {' '.join(way)} " in said for word in way}
    having = (_words_of("holding") | exists) - _asking()
    passed = having | _documents() | _words_of("anything") | _passed(spoken)
    return not having.isdisjoint(head) and passed.issuperset(head)


def _leading(spoken: str) -> frozenset[str]:
    """What leads to a place or a time, as "at" does in "is there anything on at the weekend?"."""
    return turns(spoken).within if spoken == _ENGLISH else frozenset()


@derived
def _asking() -> frozenset[str]:
    """Levelled: the words that ask, as "which" and "what" do, of all languages."""
    rows = (row for one in tables() for row in one.questions.items())
    cues = (cue for key, said in rows if key not in _BY_VERBS for cue in said)
    return frozenset(level(way) for way in ways(cues) if " " not in way)


def _documents() -> frozenset[str]:
    return _words_of("papers") | _words_of("files") | _words_of("slides")


def _passed(spoken: str) -> frozenset[str]:
    return function_words(spoken) | stop_words() | asking_words()


def _words_of(kind: str) -> frozenset[str]:
    return asking_words(kind) - asking_words()
