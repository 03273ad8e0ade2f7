"""Who did something, where a section of its document is headed by those who did: "Signatories"."""

import re

from forumbot.answers.drafts import Draft, Retrieved, silent
from forumbot.answers.occasions.premises import ASKING, is_confirmed, premise_of
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_of
from forumbot.answers.quoting.lists import with_list
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.asking.kinds import KIND_WORDS, QuestionKind
from forumbot.asking.question import Question
from forumbot.language import words
from forumbot.language.glossary import in_english
from forumbot.language.turns import turns

# Set by hand: one word of a title is a subject ("clusters"), two name the document; "sign" and
# "signatories" share four letters; passages further down are of other subjects.
_LEAST_NAMED, _LEAST_SHARED, _PASSAGES = 2, 4, 5
# The endings of who does something in English, German and French.
_DOER = re.compile(r"\w+(?:ers?|ors?|ory|ories|er(?:in)?nen|aires?|eurs?|rices?)")


def on_doers(retrieved: Retrieved) -> Draft | None:
    """What a document says under a heading for those whom a question asks for.

    None where the question says more than its verb and words of the document's title, or no such
    heading stands there. "Did Poland sign it?" is settled by them as well.
    """
    question, hits = retrieved.question, retrieved.ranking.hits
    if not _asks_who(question) or question.forums.one is not None:
        return None
    for document in {hit.document.doc_id: hit.document for hit in hits[:_PASSAGES]}.values():
        excerpt = doers_in(question, document, retrieved.max_chars)
        if excerpt is not None:
            return Draft((excerpt,), silent, is_certain=True, taken_from="a heading for doers")
    return None


def _asks_who(question: Question) -> bool:
    """Whether it asks who did something, or if somebody did; not whether at a place or a time."""
    offers = premise_of(question, question.content_words)
    return question.kind is QuestionKind.WHO or (is_confirmed(question) and offers is None)


def doers_in(question: Question, document: Document, room: int) -> Excerpt | None:
    """The first paragraph below such a heading of a document, with the list that it leads in."""
    verbs = _beside_title(question, document)
    if not verbs:
        return None
    for line in document.outline:
        if line.block.kind is not BlockKind.PARAGRAPH or not line.heading_path:
            continue
        if any(_does(one, verbs) for one in words.words(line.heading_path[-1])):
            excerpt = excerpt_of(document, line, line.block.start, line.block.end, 1.0)
            return with_list(excerpt, document, room)
    return None


def _beside_title(question: Question, document: Document) -> frozenset[str]:
    """The one word that a question has beside the document's title, in whatever language.

    Whoever is named where yes or no is asked for counts for none. Where it has none, those that
    name no subject, as "organised" is one. Empty where it has more, or names the document by less
    than two words.
    """
    light = turns(question.spoken).light | KIND_WORDS | ASKING
    is_closed = question.kind is not QuestionKind.WHO
    title = set(words.stems(document.title, document.language))
    beside: list[frozenset[str]] = []
    named = 0
    asked = [place for place in question.located if place[0] in question.content_words]
    for place in asked:
        own = frozenset({place[0], *_meant(question, place, document.language)})
        if not title.isdisjoint(words.stem(one, document.language) for one in own):
            named += 1
        elif place[0] not in light and not (is_closed and question.text[place[1]].isupper()):
            beside.append(own)
    if named < _LEAST_NAMED or len(beside) > 1:
        return frozenset()
    return beside[0] if beside else light.intersection(place[0] for place in asked)


def _meant(question: Question, place: words.LocatedWord, language: str) -> tuple[str, ...]:
    if question.spoken == language:
        return ()
    return in_english(question.text, (place,), question.spoken)


def _does(heading: str, verbs: frozenset[str]) -> bool:
    """Whether a word of a heading is for those who do what one of the verbs says."""
    return _DOER.fullmatch(heading) is not None and any(
        len(one) >= _LEAST_SHARED and one[:_LEAST_SHARED] == heading[:_LEAST_SHARED]
        for one in verbs
    )
