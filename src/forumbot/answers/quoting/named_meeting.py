"""Of the passages found, those on the meeting that a question names, an event with its year."""

import re
from collections.abc import Sequence

from forumbot.answers.quoting.named_forum import of_named_forum
from forumbot.archive.documents import Document
from forumbot.asking.question import Question
from forumbot.asking.times import years_in
from forumbot.language import words
from forumbot.language.glossary import in_english
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.table import codes, derived, table
from forumbot.search.hits import Hit

# "The conference 2020" names a kind of event alone; set by hand.
_LEAST_NAMED = 2
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def of_named_meeting(question: Question, hits: Sequence[Hit]) -> Sequence[Hit]:
    """The hits but those on another forum, or another event, than the one that is named."""
    mention = question.forums.one
    return of_named_event(question, hits) if mention is None else of_named_forum(mention, hits)


def of_named_event(question: Question, hits: Sequence[Hit]) -> Sequence[Hit]:
    """The hits but those on other events than the one that the question names with its year.

    It names the event of a document of that year with two words of its title, of which one is a
    word for a meeting. A hit is on another event where its document is a forum's, or was held in
    other years, and neither its title nor the passage names that year. All the hits where no
    document is of the event.
    """
    asked = frozenset(question.years) if question.times else frozenset()
    if not asked:
        return hits
    documents = {hit.document.doc_id: hit.document for hit in hits}
    of_year = [one for one in documents.values() if not asked.isdisjoint(_years_of(one))]
    english = in_english(question.text, question.located, question.spoken) if of_year else ()
    if not any(_is_named(question, english, one, asked) for one in of_year):
        return hits
    return [hit for hit in hits if not _is_elsewhere(hit, asked)]


def _is_named(
    question: Question, english: Sequence[str], document: Document, asked: frozenset[str]
) -> bool:
    """Whether the question, or what it is in English, has words of a document's title."""
    language = document.language
    asked_of = [*question.content_words, *(english if question.spoken != language else ())]
    shared = {stem for word in asked_of for stem in words.stems(word, language)} - asked
    shared &= set(words.stems(document.title, language))
    return len(shared) >= _LEAST_NAMED and not _meetings(language).isdisjoint(shared)


def _is_elsewhere(hit: Hit, asked: frozenset[str]) -> bool:
    document = hit.document
    text = " ".join((document.title, *hit.passage.heading_path, hit.passage.text))
    told = years_in(_ADDRESS.sub("", text))
    is_of_another = document.edition is not None or bool(_held_in(document))
    return is_of_another and asked.isdisjoint((*told, *_held_in(document)))


def _years_of(document: Document) -> set[str]:
    """The years that a document is of by its days and by its title."""
    return _held_in(document).union(years_in(document.title))


def _held_in(document: Document) -> set[str]:
    """The years in which what a document reports on was held."""
    return {str(day.year) for day in (document.held_on, document.held_until) if day is not None}


@derived
def _meetings(language: str) -> frozenset[str]:
    """The stems of a language's words for meetings."""
    if language not in codes():
        return frozenset()
    one = table(language)
    named = (level(way) for way in ways((*one.forum_words, *one.forum)))
    return frozenset(words.stem(way, language) for way in named)
