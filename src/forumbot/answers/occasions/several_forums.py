"""Answers to questions about several forums: one dated quote for each, and what is missing."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from forumbot.answers.forums import Forum, forums
from forumbot.answers.occasions.claims import counts
from forumbot.answers.occasions.event_day import sentence_of
from forumbot.answers.quoting.choose import choose_excerpts
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.answers.quoting.lists import with_list
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.kinds import QuestionKind, holds_new
from forumbot.asking.question import Question, read_question
from forumbot.language import words
from forumbot.language.counting import counted
from forumbot.language.days_in_words import in_words
from forumbot.language.forum_names import Mention
from forumbot.search.generation import Generation
from forumbot.search.hits import Hit, Ranking

# Set by hand, not measured alone, for 700 characters of quotes: a forum has a sentence at least.
# What covers half of the topic is on it; n-grams count from where they leave hardly any doubt.
_MAX_FORUMS = 6
_LEAST_CHARS = 90
_COVERED, _SURE, _ABOVE_COUNTS = 0.5, 0.75, 0.9
_PASSAGES = 6
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
             "tenth")  # fmt: skip
_OUTCOMES = frozenset(
    "outcome outcomes conclusion conclusions conclude concluded result results decide decided"
    " decision decisions agree agreed recommendation recommendations".split()
)
_NO_TOPIC = _OUTCOMES | frozenset(
    "forum forums compare comparison compared differ difference differences said say says speak"
    " discuss discussed discussion talk treat treated report reports summary summarise summarize"
    " main key give list held take took place places date dates meet met"
    " happen happened".split()
)
_FORUM = frozenset({"forum"})

Search = Callable[[Question], Callable[[Collection[str]], Ranking]]
"""Of a question, what finds its best passages among the documents with some ids."""


@dataclass(frozen=True, slots=True)
class ForumPart:
    """What is found on one forum: its ``excerpt``, None where nothing fits, and what was found.

    ``is_stated`` where the excerpt is the forum's own day or outcome, as was asked for.
    """

    name: str
    excerpt: Excerpt | None
    ranking: Ranking
    is_stated: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found on each of several forums, for the question without their names (``bare``).

    ``absent`` names the forums that the archive lacks, ``unshown`` is how many found no room.
    """

    bare: QuestionTerms
    parts: tuple[ForumPart, ...]
    absent: tuple[str, ...]
    unshown: int

    @property
    def remark(self) -> str:
        """What is missing, in words; empty where nothing is."""
        empty = [part.name for part in self.parts if part.excerpt is None]
        sentences = []
        if self.absent:
            sentences.append(f"The archive has no documents of the {_and(self.absent)}.")
        if empty:
            sentences.append(f"I find nothing on this for the {_and(empty)}.")
        if self.unshown:
            verb, them = ("is", "it") if self.unshown == 1 else ("are", "them")
            sentences.append(
                f"{counted(self.unshown, 'further forum')} {verb} not shown; "
                f"ask for {them} by number."
            )
        return " ".join(sentences)


def survey_forums(
    question: Question, generation: Generation, search: Search, max_chars: int,
    only: Collection[str] | None = None,
) -> Survey | None:  # fmt: skip
    """A quote for each forum that the question names, ``max_chars`` characters together.

    None where it does not name several, or the archive has not one of them.
    """
    known = [forum for forum in forums(generation) if only is None or forum.doc_ids & set(only)]
    numbered = {_edition(forum): forum for forum in known if _edition(forum) is not None}
    mention = question.forums.several([number for number in numbered if number is not None])
    if mention is None:
        return None
    if mention.numbers is None:
        chosen = list(numbered.values()) if len(numbered) > 1 else known
        absent: tuple[str, ...] = ()
    else:
        chosen = [numbered[number] for number in mention.numbers if number in numbered]
        absent = tuple(_name(number) for number in mention.numbers if number not in numbered)
    if len(chosen) + len(absent) < 2 or not chosen:
        return None
    reader = _ForumReader(question, mention, generation, search)
    shown = chosen[:_MAX_FORUMS]
    parts = tuple(reader.parts(shown, max_chars))
    return Survey(reader.bare, parts, absent, len(chosen) - len(shown))


def day_of_forum(
    question: Question, generation: Generation, only: Collection[str] | None = None
) -> Excerpt | None:
    """The sentence that gives the day, or the place, of the one forum whose day is asked for.

    None where something else is asked, or the forum has no day in the archive.
    """
    mention, kind = question.forums.one, question.kind
    if mention is None or not _asks_only_when(kind, _topic(question, mention)):
        return None
    for forum in forums(generation):
        if (_edition(forum),) == mention.numbers and (only is None or forum.doc_ids <= set(only)):
            excerpt = _day(forum, generation)
            return excerpt if excerpt and _tells_place(excerpt, kind, generation) else None
    return None


def _tells_place(excerpt: Excerpt, kind: QuestionKind, generation: Generation) -> bool:
    """Whether the excerpt gives the place of its forum, where the question asks for that."""
    document = generation.documents[excerpt.doc_id]
    quote = words.level(document.text[excerpt.start : excerpt.end])
    return kind is not QuestionKind.WHERE or words.level(document.place or "\n") in quote


def _topic(question: Question, mention: Mention) -> str:
    """What a question asks beside naming forums and saying what kind of answer it wants."""
    beside = question.content_beside(mention)
    return " ".join(word for word in beside if word not in _NO_TOPIC)


def _asks_only_when(kind: QuestionKind, topic: str) -> bool:
    return kind in (QuestionKind.WHEN, QuestionKind.WHERE) and not topic


def _day(forum: Forum, generation: Generation) -> Excerpt | None:
    """The sentence that gives the day of a forum, of its report if that does."""
    if forum.held_on is None:
        return None
    documents = [generation.documents[doc_id] for doc_id in sorted(forum.doc_ids)]
    documents.sort(key=lambda document: document.kind != "report")
    return sentence_of((forum.held_on, forum.held_on), _FORUM, documents)


class _ForumReader:
    """Finds what each forum has on the topic of one question."""

    def __init__(
        self, question: Question, mention: Mention, generation: Generation, search: Search
    ) -> None:
        bare = read_question(mention.bare)
        self.bare = QuestionTerms.of(bare, generation.lexical)
        self._topic = _topic(question, mention)
        self._terms = (
            QuestionTerms.of(read_question(self._topic), generation.lexical)
            if self._topic
            else self.bare
        )
        self._wants_outcomes = not _OUTCOMES.isdisjoint(bare.content_words) or not self._topic
        self._kind = question.kind
        self._generation = generation
        self._search = search(bare)

    def parts(self, chosen: Sequence[Forum], max_chars: int) -> list[ForumPart]:
        """One part a forum; what one does not use is left to those after it."""
        left, found = max_chars, []
        for place, forum in enumerate(chosen):
            later = len(chosen) - place - 1
            share = left // (later + 1)
            part = self._part(forum, share, max(share, left - later * _LEAST_CHARS))
            left -= part.excerpt.end - part.excerpt.start if part.excerpt else 0
            found.append(part)
        return found

    def _part(self, forum: Forum, share: int, most: int) -> ForumPart:
        ranking = self._search(forum.doc_ids)
        excerpt = self._stated(forum, share, most)
        is_stated = excerpt is not None
        excerpt = excerpt or self._passage(ranking.hits, share)
        label = _label(forum)
        labelled = replace(excerpt, label=label) if excerpt else None
        return ForumPart(_short_name(forum), labelled, ranking, is_stated)

    def _stated(self, forum: Forum, share: int, most: int) -> Excerpt | None:
        """Its day where nothing but that is asked for, an outcome where these are."""
        if _asks_only_when(self._kind, self._topic):
            return _day(forum, self._generation)
        return self._outcome(forum, share, most) if self._wants_outcomes else None

    def _outcome(self, forum: Forum, share: int, most: int) -> Excerpt | None:
        """The outcome that says most on the topic, the first one where there is no topic."""
        stated = [one for one in self._generation.outcomes if one.doc_id in forum.doc_ids]
        on_topic = [one for one in stated if _coverage(self._terms, one.text) >= _COVERED]
        ranked = sorted(on_topic, key=lambda one: -_coverage(self._terms, one.text))
        ranked = ranked if self._topic else stated
        fitting = [one for one in ranked if one.end - one.start <= most]
        if not fitting:
            return None
        best = fitting[0]
        document = self._generation.documents[best.doc_id]
        excerpt = excerpt_at(document, best.start, best.end)
        return with_list(excerpt, document, share) if excerpt and not self._topic else excerpt

    def _passage(self, hits: Sequence[Hit], share: int) -> Excerpt | None:
        documents = self._generation.documents
        wanted = QuestionKind.WHAT if self._kind is QuestionKind.LIST else self._kind
        terms = self._terms.wanting(wanted)
        found = [
            (self._covered(excerpt), self._telling(excerpt), excerpt)
            for hit in hits[:_PASSAGES]
            for excerpt in choose_excerpts(terms, [hit.passage], documents, share)
        ]
        fitting = [one for one in found if not self._topic or one[0] >= _COVERED or one[1] > 1]
        return max(fitting, key=lambda one: (one[1], one[0]), default=(0.0, 0, None))[2]

    def _telling(self, excerpt: Excerpt) -> int:
        """2 where it counts what is asked for, 1 where it holds something of the kind, else 0."""
        text = self._generation.documents[excerpt.doc_id].text[excerpt.start : excerpt.end]
        if self._kind is QuestionKind.NUMBER and counts(self.bare.question, text):
            return 2
        return int(holds_new(self._kind, text, self.bare.said))

    def _covered(self, excerpt: Excerpt) -> float:
        """How much of the topic stands in an excerpt or above it, 0 to 1."""
        document = self._generation.documents[excerpt.doc_id]
        quote = document.text[excerpt.start : excerpt.end]
        above = " ".join([*excerpt.heading_path, excerpt.lead_in])
        whole = _coverage(self._terms, f"{above} {quote}")
        return max(_coverage(self._terms, quote), _ABOVE_COUNTS * whole)


def _coverage(terms: QuestionTerms, text: str) -> float:
    """By stem, or by n-grams where these leave hardly any doubt, 0 to 1."""
    fuzzy = terms.fuzzy_coverage(text)
    return max(terms.coverage(text), fuzzy if fuzzy >= _SURE else 0.0)


def _edition(forum: Forum) -> int | None:
    kind, _colon, number = forum.key.partition(":")
    return int(number) if kind == "edition" and number.isdigit() else None


def _name(number: int) -> str:
    ordinal = _ORDINALS[number - 1] if 0 < number <= len(_ORDINALS) else f"{number}th"
    return f"{ordinal} forum"


def _short_name(forum: Forum) -> str:
    number = _edition(forum)
    return _name(number) if number is not None else f"forum of “{forum.title}”"


def _label(forum: Forum) -> str:
    number = _edition(forum)
    name = _name(number).capitalize() if number is not None else forum.title
    return f"{name}, {in_words(forum.held_on)}" if forum.held_on else name


def _and(names: Sequence[str]) -> str:
    return " and the ".join([", the ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
