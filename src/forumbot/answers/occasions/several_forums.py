"""Answers to questions about several forums: one dated quote for each, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from forumbot.answers.drafts import Draft, Retrieved, Search
from forumbot.answers.forums import Forum, forums
from forumbot.answers.occasions.claims import counts
from forumbot.answers.occasions.day_of_forum import (
    OUTCOME_WORDS,
    asks_only_when,
    day_sentence,
    topic_beside,
)
from forumbot.answers.quoting.choose import choose_excerpts
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.answers.quoting.lists import with_list
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.kinds import QuestionKind, holds_new
from forumbot.asking.question import Question, read_question
from forumbot.language.days_in_words import in_words
from forumbot.language.forum_names import Mention
from forumbot.language.phrases import DEFAULT, counting, listed, ordinal, phrase
from forumbot.search.generation import Generation
from forumbot.search.hits import Hit, Ranking
from forumbot.search.translations import translations

# Set by hand, as hardly any of the bench's questions compares forums: of 700 characters of quotes
# each forum has a sentence at least; what covers half of the topic is on it.
_MAX_FORUMS = 6
_LEAST_CHARS = 90
_COVERED, _ABOVE_COUNTS = 0.5, 0.9
_PASSAGES = 6


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

    ``absent`` names the forums that the archive lacks, ``unshown`` is how many found no room;
    ``language`` is that of the remark.
    """

    bare: QuestionTerms
    parts: tuple[ForumPart, ...]
    absent: tuple[str, ...]
    unshown: int
    language: str = DEFAULT

    @property
    def remark(self) -> str:
        """What is missing, in words; empty where nothing is."""
        empty = [part.name for part in self.parts if part.excerpt is None]
        said = self.language
        sentences = [
            phrase(key, said, forums=listed(names, said))
            for key, names in (("forums_absent", self.absent), ("forums_empty", empty))
            if names
        ]
        if self.unshown:
            count = self.unshown
            sentences.append(counting("forums_unshown", "forums_unshown_one", said, count))
        return " ".join(sentences)


def on_several_forums(retrieved: Retrieved) -> Draft | None:
    """A quote for each forum that the question names, and which ones have none.

    None where it does not name several, or the archive has not one of them.
    """
    survey = _survey(retrieved)
    if survey is None:
        return None
    shown = [part for part in survey.parts if part.excerpt is not None]
    return Draft(
        tuple(part.excerpt for part in shown if part.excerpt is not None),
        lambda _shown: survey.remark,
        is_certain=any(part.is_stated for part in survey.parts),
        note=survey.remark,
        about=survey.bare,
        rankings=tuple(part.ranking for part in shown) or (retrieved.ranking,),
        taken_from="each of several forums",
    )


def _survey(retrieved: Retrieved) -> Survey | None:
    generation, only = retrieved.generation, retrieved.only
    if not retrieved.question.forums.may_be_several:
        return None
    language = retrieved.question.answered_in
    known = [one for one in forums(generation) if only is None or one.doc_ids & set(only)]
    numbered = {forum.edition: forum for forum in known if forum.edition is not None}
    mention = retrieved.question.forums.several(list(numbered))
    if mention is None:
        return None
    if mention.numbers is None:
        chosen = list(numbered.values()) if len(numbered) > 1 else known
        absent: tuple[str, ...] = ()
    else:
        chosen = [numbered[number] for number in mention.numbers if number in numbered]
        absent = tuple(
            _name(number, language) for number in mention.numbers if number not in numbered
        )
    if len(chosen) + len(absent) < 2 or not chosen:
        return None
    reader = _ForumReader(retrieved.question, mention, generation, retrieved.search)
    shown = chosen[:_MAX_FORUMS]
    parts = tuple(reader.parts(shown, retrieved.max_chars))
    return Survey(reader.bare, parts, absent, len(chosen) - len(shown), language)


class _ForumReader:
    """Finds what each forum has on the topic of one question."""

    def __init__(
        self, question: Question, mention: Mention, generation: Generation, search: Search
    ) -> None:
        bare = read_question(mention.bare)
        self.bare = QuestionTerms.of(bare, generation.lexical)
        topic = topic_beside(question, mention)
        read = _in_main_language(topic, question, generation) if topic else None
        self._topic = read.text if read else ""
        self._terms = QuestionTerms.of(read, generation.lexical) if read else self.bare
        self._wants_outcomes = not OUTCOME_WORDS.isdisjoint(bare.content_words) or not self._topic
        self._kind = question.kind
        self._language = question.answered_in
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
        label = _label(forum, self._language)
        labelled = replace(excerpt, label=label) if excerpt else None
        return ForumPart(_short_name(forum, self._language), labelled, ranking, is_stated)

    def _stated(self, forum: Forum, share: int, most: int) -> Excerpt | None:
        """Its day where nothing but that is asked for, an outcome where these are."""
        if asks_only_when(self._kind, self._topic):
            return day_sentence(forum, self._generation)
        return self._outcome(forum, share, most) if self._wants_outcomes else None

    def _outcome(self, forum: Forum, share: int, most: int) -> Excerpt | None:
        """The outcome that says most on the topic, the first one where there is no topic."""
        stated = [one for one in self._generation.outcomes if one.doc_id in forum.doc_ids]
        covered = {one: self._coverage(one.doc_id, one.text) for one in stated}
        on_topic = [one for one in stated if covered[one] >= _COVERED]
        ranked = sorted(on_topic, key=lambda one: -covered[one])
        ranked = ranked if self._topic else stated
        fitting = [one for one in ranked if one.end - one.start <= most]
        if not fitting:
            return None
        best = fitting[0]
        document = self._generation.documents[best.doc_id]
        excerpt = excerpt_at(document, best.start, best.end)
        return with_list(excerpt, document, share) if excerpt and not self._topic else excerpt

    def _passage(self, hits: Sequence[Hit], share: int) -> Excerpt | None:
        wanted = QuestionKind.WHAT if self._kind is QuestionKind.LIST else self._kind
        terms = self._terms.wanting(wanted)
        found = [
            (self._covered(excerpt), self._telling(excerpt), excerpt)
            for hit in hits[:_PASSAGES]
            for excerpt in choose_excerpts(terms, [hit], share)
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
        whole = self._coverage(excerpt.doc_id, f"{above} {quote}")
        return max(self._coverage(excerpt.doc_id, quote), _ABOVE_COUNTS * whole)

    def _coverage(self, doc_id: str, text: str) -> float:
        """How much of the topic a text of a document holds by its words, 0 to 1."""
        return self._terms.worded_coverage(text, self._generation.documents[doc_id].language)


def _in_main_language(topic: str, question: Question, generation: Generation) -> Question:
    """The topic in the language of most documents, by which its words are looked for in them."""
    main = generation.main_language
    read = read_question(topic, spoken=question.spoken)
    found = translations(read, [main]).get(main)
    return read if found is None or found.text == topic else found.read()


def _name(number: int, language: str) -> str:
    return phrase("the_forum", language, ordinal=ordinal(number, language))


def _short_name(forum: Forum, language: str) -> str:
    number = forum.edition
    if number is not None:
        return _name(number, language)
    return phrase("the_forum_titled", language, title=forum.title)


def _label(forum: Forum, language: str) -> str:
    name = forum.title
    if forum.edition is not None:
        name = phrase("forum_label", language, ordinal=ordinal(forum.edition, language))
    name = f"{name[:1].upper()}{name[1:]}"
    return f"{name}, {in_words(forum.held_on, language)}" if forum.held_on else name
