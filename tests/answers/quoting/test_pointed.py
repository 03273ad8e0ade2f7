"""Whether the best sentence of a passage answers alone."""

from dataclasses import replace

from tests.answers.quoting.test_choose import cut_up, hits_on, words_of

from forumbot.answers.quoting.choose import choose_excerpts
from forumbot.answers.quoting.pointed import adds_to_settled, is_denied
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import parse_document
from forumbot.asking.question import read_question
from forumbot.config import PassagesConfig
from forumbot.models.reader import Reading
from forumbot.search.hits import Hit
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import context, cut


def quoted_first(text: str, question: str, answer: str) -> str:
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
    quote = quoted_first(
        text, "How many countries sent people to the spring forum?", "15 countries"
    )
    assert quote.startswith("The spring forum met")
    assert quote.endswith("15 countries.")


def test_who_did_the_same_is_told_whole() -> None:
    """Where other items say as much of others, with the line that leads them in."""
    people = ("Ada Boe for Norway", "Bo Lund for Sweden", "Cy Holm for Denmark")
    items = "\n".join(f"- {one} took part in the opening of the fair in Oban." for one in people)
    text = f"# Fair\n\nThe following people opened it:\n\n{items}\n"
    quote = quoted_first(text, "Who took part in the opening of the fair in Oban?", "Ada Boe")
    assert all(one in quote for one in ("The following people", *people))
    quote = quoted_first(text, "Who took part in the opening for Sweden?", "Bo Lund")
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
    alone = quoted_first(text, "Who got the special prize?", "Ada Lund")
    assert alone == "A special prize of the year went to Ada Lund."
    both = quoted_first(text, "Who got the special prize and who got the cup?", "Ada Lund")
    assert "Boe" in both


def _quotes(texts: list[tuple[str, str, float]], question: str) -> list[str]:
    """What is quoted of texts, each with where its reader places the answer and how surely."""
    hits: list[Hit] = []
    contexts: list[LexicalText] = []
    for number, (text, answer, logit) in enumerate(texts):
        document = parse_document(f"{number}.md", text.encode())
        (passage,) = cut(document, words_of, PassagesConfig(300, 0))
        place = document.text.index(answer) - passage.start
        reading = Reading(logit, logit, place, place + len(answer))
        hit = hits_on(document, [passage])[0]
        hits.append(replace(hit, reading=reading, alone=reading))
        contexts.append(LexicalText(context(document, passage), "en"))
    terms = QuestionTerms.of(read_question(question), LexicalIndex.build(contexts))
    documents = {hit.document.doc_id: hit.document for hit in hits}
    return [
        documents[one.doc_id].text[one.start : one.end] for one in choose_excerpts(terms, hits, 700)
    ]


TALL = "# Oban\n\nThe tower of Oban has 40 steps.\n"
OLD = "# Towers\n\nThe old tower of Oban has 52 steps.\n"


def test_one_fact_is_told_once() -> None:
    """What settles it needs no other passage, however sure the reader is of that as well."""
    settled = [(TALL, "40", 4.0), (OLD, "52", 3.0)]
    assert _quotes(settled, "How many steps does the tower of Oban have?") == [
        "The tower of Oban has 40 steps."
    ]
    unsure = [(TALL, "40", 0.5), (OLD, "52", 0.4)]
    assert len(_quotes(unsure, "How many steps does the tower of Oban have?")) == 2


def test_who_did_is_told_by_the_fuller_list() -> None:
    """Where another passage names with others whom the first one names alone."""
    one = "# News\n\nAda Boe for Norway was among those who opened the fair in Oban.\n"
    people = ("Ada Boe for Norway", "Bo Lund for Sweden", "Cy Holm for Denmark")
    items = "\n".join(f"- {each} opened the fair in Oban." for each in people)
    every = f"# Fair\n\nThese people opened it:\n\n{items}\n"
    (quote,) = _quotes(
        [(one, "Ada Boe", 4.0), (every, "Ada Boe", 0.5)], "Who opened the fair in Oban?"
    )
    assert all(each in quote for each in people)


def test_another_item_that_tells_less_is_no_other_answer() -> None:
    """It shares most words with the one that tells who did it, but not what was done."""
    text = (
        "# Group\n\nIt reports the following:\n\n"
        "- The first meeting of the Oban group counted 33 members.\n"
        "- Ada Boe opened the first meeting of the Oban group.\n"
    )
    quote = quoted_first(text, "Who opened the first meeting of the Oban group?", "Ada Boe")
    assert quote == "Ada Boe opened the first meeting of the Oban group."


def test_of_two_that_chaired_the_one_that_is_read_is_quoted() -> None:
    """Where the other says more of what is asked, but names somebody else."""
    text = (
        "# Report\n\nThe workshop chairs were Ada Boe and Bo Lund. It was a long week of much work "
        "for those who had come from near and far to all of its sessions and its talks.\n\n"
        "The chairs thank Cy Holm for the physics workshop in Oban.\n"
    )
    quote = quoted_first(text, "Who chaired the physics workshop in Oban?", "Ada Boe and Bo Lund")
    assert "Ada Boe" in quote
    assert "Cy Holm" not in quote


def test_a_number_is_told_by_the_sentence_that_counts() -> None:
    """Not by one that has a year alone, though it says more of what is asked."""
    text = (
        "# Report\n\nThe recommendations of the Oban group were published in February 2021. "
        "It makes fifteen of them, on green change and on much else that a report may treat.\n"
    )
    quote = quoted_first(text, "How many recommendations has the Oban group published?", "fifteen")
    assert "fifteen" in quote


def test_several_joined_by_and_are_one_answer() -> None:
    """ "German, French and Romanian" needs no other item of its list."""
    text = (
        "# Oban\n\nThe delegates made two requests of those who run the forum:\n\n"
        "- They asked for more meetings of the forum than the three that had been planned.\n"
        "- They asked for weeks that follow the German, French and Romanian examples.\n"
    )
    quote = quoted_first(
        text, "Which examples should the weeks follow?", "German, French and Romanian"
    )
    assert quote == "They asked for weeks that follow the German, French and Romanian examples."


def test_two_pairs_of_words_are_no_list() -> None:
    """ "Old and new industries, in both rich and poor regions" is one thing, not all that is asked.

    What lists the difficulties beside it is quoted with it left out, or as well.
    """
    text = (
        "# Oban\n\nGood practice exists in both old and new industries, in both rich and poor "
        "regions.\n\nThe delegates named difficulties that all regions share:\n\n"
        "- Regions share too few people who know the difficulties of firms.\n"
        "- Regions share too little money for the difficulties of small firms.\n"
    )
    answer = "old and new industries, in both rich and poor regions"
    quote = quoted_first(text, "Which difficulties do the regions share?", answer)
    assert "too little money" in quote


def test_a_further_passage_stands_beside_one_fact_where_the_reader_is_often_mistaken() -> None:
    """By the multilingual reader; by the English one, one fact is told once."""
    document, passages = cut_up("# Fair\n\nThe fair was in Oban. Many came.\n")
    hit = hits_on(document, passages)[0]
    contexts = [LexicalText(context(document, one), "en") for one in passages]
    terms = QuestionTerms.of(read_question("How many came?"), LexicalIndex.build(contexts))
    for is_multilingual in (True, False):
        sure = replace(hit, reading=Reading(9.0, 9.0, 0, 4, is_multilingual))
        assert adds_to_settled(terms, sure, is_other=False) is is_multilingual
        assert adds_to_settled(terms, sure, is_other=True)
    unsure = replace(hit, reading=Reading(-1.0, 9.0, 0, 4, True))
    assert not adds_to_settled(terms, unsure, is_other=True)
