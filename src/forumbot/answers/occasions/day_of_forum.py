"""The day or the place of one forum that a question names, where nothing else is asked."""

from forumbot.answers.drafts import Draft, Retrieved, silent
from forumbot.answers.forums import Forum, forums
from forumbot.answers.occasions.event_day import sentence_of
from forumbot.answers.occasions.premises import ASKING, premise_of, timed_words
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.answers.quoting.untold import says_untold
from forumbot.asking.kinds import KIND_WORDS, QuestionKind
from forumbot.asking.question import Question
from forumbot.language.forum_names import Mention, forums_in
from forumbot.language.levelling import level
from forumbot.language.questions import place_words
from forumbot.language.sentences import sentence_spans
from forumbot.language.turns import turns
from forumbot.search.generation import Generation

_ENGLISH = "en"
OUTCOME_WORDS = frozenset(
    "outcome outcomes conclusion conclusions conclude concluded result results decide decided"
    " decision decisions agree agreed recommendation recommendations".split()
)
"""Words that ask for what was concluded."""

_NO_TOPIC = OUTCOME_WORDS | frozenset(
    "forum forums compare comparison compared differ difference differences said say says speak"
    " discuss discussed discussion talk treat treated report reports summary summarise summarize"
    " main key give list held take took place places date dates meet met"
    " happen happened".split()
)


def on_day_of_forum(retrieved: Retrieved) -> Draft | None:
    """The sentence that gives the day, or the place, of the one forum whose day is asked for.

    None where something else is asked, or the forum has no day in the archive.
    """
    generation, only = retrieved.generation, retrieved.only
    for question in (retrieved.form.question, retrieved.question):
        mention, kind = question.forums.one, _only_asked(question)
        if mention is not None and kind is not None:
            break
    else:
        return None
    for forum in forums(generation):
        if (forum.edition,) == mention.numbers and (only is None or forum.doc_ids <= set(only)):
            excerpt = day_sentence(forum, generation)
            if excerpt is None or not _tells_place(excerpt, kind, generation):
                excerpt = _untold(forum, kind, generation)
            if excerpt is None:
                return None
            return Draft((excerpt,), silent, is_certain=True, taken_from="the day of a forum")
    return None


def _only_asked(question: Question) -> QuestionKind | None:
    """A day or a place, where it asks for that of one forum alone, or offers one to be confirmed.

    A time that is named beside a day that is asked for ("the third forum in 2019") may be wrong.
    """
    mention = question.forums.one
    if mention is None:
        return None
    topic = set(topic_beside(question, mention).split())
    premise = premise_of(question, topic)
    if premise is not None:
        return premise.kind if topic <= premise.words else None
    rest = " ".join(topic - timed_words(question))
    return question.kind if asks_only_when(question.kind, rest) else None


def _untold(forum: Forum, kind: QuestionKind, generation: Generation) -> Excerpt | None:
    """The sentence of the forum's documents which says that its day or place is not known."""
    documents = [generation.documents[doc_id] for doc_id in sorted(forum.doc_ids)]
    for document in sorted(documents, key=lambda one: one.kind != "report"):
        for line in document.outline:
            start, end = line.block.start, line.block.end
            for first, last in sentence_spans(document.text, start, end, document.language):
                text = document.text[first:last]
                if forums_in(text) and says_untold(kind, text, document.language):
                    return excerpt_at(document, first, last)
    return None


def _tells_place(excerpt: Excerpt, kind: QuestionKind, generation: Generation) -> bool:
    """Whether the excerpt gives the place of its forum, where the question asks for that."""
    document = generation.documents[excerpt.doc_id]
    quote = level(document.text[excerpt.start : excerpt.end])
    return kind is not QuestionKind.WHERE or level(document.place or "\n") in quote


def topic_beside(question: Question, mention: Mention) -> str:
    """What a question asks beside naming forums and saying what kind of answer it wants."""
    passed = _NO_TOPIC
    if question.kind is QuestionKind.WHERE:
        passed |= place_words(question.spoken)
    if question.spoken != _ENGLISH:
        passed |= turns(question.spoken).light | KIND_WORDS | ASKING
    return " ".join(word for word in question.content_beside(mention) if word not in passed)


def asks_only_when(kind: QuestionKind, topic: str) -> bool:
    """Whether nothing but when or where a forum was is asked."""
    return kind in (QuestionKind.WHEN, QuestionKind.WHERE) and not topic


def day_sentence(forum: Forum, generation: Generation) -> Excerpt | None:
    """The sentence that gives the day of a forum, of its report if that does."""
    if forum.held_on is None:
        return None
    documents = [generation.documents[doc_id] for doc_id in sorted(forum.doc_ids)]
    documents.sort(key=lambda document: document.kind != "report")
    return sentence_of((forum.held_on, forum.held_on), frozenset({"forum"}), documents)
