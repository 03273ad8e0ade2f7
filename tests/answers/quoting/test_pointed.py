"""Whether the best sentence of a passage answers alone."""

from dataclasses import replace

from tests.answers.quoting.test_choose import cut_up, hits_on

from forumbot.answers.quoting.choose import choose_excerpts
from forumbot.answers.quoting.pointed import is_denied
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.question import read_question
from forumbot.models.reader import Reading
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import context


def _first(text: str, question: str, answer: str) -> str:
    """What is quoted of a text whose reader places the answer there."""
    document, passages = cut_up(text, 300)
    place = document.text.index(answer)
    reading = Reading(9.0, 9.0, place, place + len(answer))
    hit = replace(hits_on(document, passages)[0], reading=reading)
    contexts = [LexicalText(context(document, one), "en") for one in passages]
    terms = QuestionTerms.of(read_question(question), LexicalIndex.build(contexts))
    excerpt = choose_excerpts(terms, [hit], 700)[0]
    return document.text[excerpt.start : excerpt.end]


def test_a_sentence_that_points_back_stands_with_the_one_before() -> None:
    """And with nothing behind it."""
    text = (
        "# Forum\n\nThe doors opened at nine. The spring forum met in Riga on 3 May 2019. "
        "It brought together 18 people from 15 countries. There was cake.\n\n"
        "The people of the forum discussed:\n\n- How countries grow\n- How people learn\n"
    )
    quote = _first(text, "How many countries sent people to the spring forum?", "15 countries")
    assert quote.startswith("The spring forum met")
    assert quote.endswith("15 countries.")


def test_who_did_the_same_is_told_whole() -> None:
    """Where other items say as much of others, with the line that leads them in."""
    people = ("Ada Boe for Norway", "Bo Lund for Sweden", "Cy Holm for Denmark")
    items = "\n".join(f"- {one} took part in the opening of the fair in Oban." for one in people)
    text = f"# Fair\n\nThe following people opened it:\n\n{items}\n"
    quote = _first(text, "Who took part in the opening of the fair in Oban?", "Ada Boe")
    assert all(one in quote for one in ("The following people", *people))
    quote = _first(text, "Who took part in the opening for Sweden?", "Bo Lund")
    assert "The following people" not in quote


def test_a_further_passage_that_surely_answers_nothing_is_denied() -> None:
    """By its sentence read alone in English, beside a first one that does answer."""
    document, passages = cut_up("# Fair\n\nThe fair was in Oban. Many came.\n")
    hit = hits_on(document, passages)[0]

    def read(logit: float, *, is_multilingual: bool = False) -> Reading:
        return Reading(logit, logit, 0, 4, is_multilingual)

    first, last = replace(hit, alone=read(2.0)), replace(hit, alone=read(-5.0))
    assert is_denied(last, first)
    assert not is_denied(replace(hit, alone=read(-2.0)), first)
    assert not is_denied(last, replace(hit, alone=read(-1.0)))
    assert not is_denied(replace(hit, alone=read(-5.0, is_multilingual=True)), first)
    assert not is_denied(hit, first)


def test_several_things_are_not_told_by_one_item() -> None:
    """Whatever item the reader places an answer in."""
    text = (
        "# Awards\n\nThree awards were given at the summer fair:\n\n"
        "- The Boe house won the cup for a partnership of the fair.\n"
        "- A special prize of the year went to Ada Lund.\n"
    )
    alone = _first(text, "Who got the special prize?", "Ada Lund")
    assert alone == "A special prize of the year went to Ada Lund."
    both = _first(text, "Who got the special prize and who got the cup?", "Ada Lund")
    assert "Boe" in both
