import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents import hit_on
from tests.properties import examples

from forumbot.answers.quoting.choose import choose_excerpts
from forumbot.answers.quoting.excerpt import Excerpt
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import Document, parse_document
from forumbot.archive.layout import BlockKind
from forumbot.asking.question import read_question
from forumbot.config import PassagesConfig
from forumbot.models.reader import Reading
from forumbot.search.hits import Hit
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import Passage, context, cut

REPORT = """\
# Third forum

Eighteen representatives of fifteen countries met. They had coffee at ten.

## Challenges

Participants identified these common challenges:

- Finding the right number of clusters
- Rationalising the landscape of providers
- Promoting synergies across initiatives

## Next edition

The next forum takes place on 14 March 2019 in Brussels. It will treat skills.

Source: https://example.org/skills/budget/forum
"""


def words_of(text: str) -> list[int]:
    """Where each word of a text begins: a tokenizer that needs no model."""
    return [found.start() for found in re.finditer(r"\S+", text)]


def cut_up(text: str, max_tokens: int = 60, overlap: int = 0) -> tuple[Document, list[Passage]]:
    """A Markdown text as a document and its passages."""
    document = parse_document("report.md", text.encode())
    return document, list(cut(document, words_of, PassagesConfig(max_tokens, overlap)))


def choose(
    question: str, document: Document, passages: list[Passage], max_chars: int = 700
) -> list[Excerpt]:
    """The excerpts of the passages for a question, in the order given."""
    contexts = [LexicalText(context(document, passage), "en") for passage in passages]
    terms = QuestionTerms.of(read_question(question), LexicalIndex.build(contexts))
    return choose_excerpts(terms, hits_on(document, passages), max_chars)


def hits_on(document: Document, passages: list[Passage]) -> list[Hit]:
    """Hits on passages of a document, in the order given."""
    return [replace(hit_on(passage), document=document) for passage in passages]


def passage_with(passages: list[Passage], words: str) -> list[Passage]:
    """The one passage that holds the words, first and alone."""
    return [next(passage for passage in passages if words in passage.text)]


def test_the_sentence_that_answers_is_chosen() -> None:
    """The best sentence of a passage is in its excerpt, with its heading path."""
    document, passages = cut_up(REPORT)
    [excerpt] = choose("When is the next forum?", document, passage_with(passages, "14 March"))
    assert "on 14 March 2019 in Brussels" in document.text[excerpt.start : excerpt.end]
    assert excerpt.heading_path[-1] == "Next edition"


@pytest.mark.parametrize(
    "question",
    ["Which common challenges were identified?", "common challenges", "synergies challenges"],
)
def test_a_list_answers_whole_with_its_lead_in(question: str) -> None:
    """Where a list is asked for, the excerpt runs from its lead-in to its last item."""
    document, passages = cut_up(REPORT)
    [excerpt] = choose(question, document, passage_with(passages, "common challenges"))
    quote = document.text[excerpt.start : excerpt.end]
    assert "Participants identified these common challenges:" in quote
    assert quote.count("• ") == 3
    assert quote.endswith("Promoting synergies across initiatives")


@pytest.mark.parametrize(
    ("lead_in", "is_whole"),
    [("The sources disagree about the end:", True), ("The sources speak of the end:", False)],
)
def test_a_list_of_what_sources_differ_in_is_whole(lead_in: str, is_whole: bool) -> None:
    """One item of it alone would tell as agreed what is not."""
    other = "House Dorn has them go on until 5 May in the note that it wrote on its own days"
    items = f"- The weeks of spring ended on 3 May, as three houses say of them.\n- {other}"
    document, passages = cut_up(f"# Weeks\n\n{lead_in}\n\n{items}\n")
    hit = hits_on(document, passages)[0]
    place = document.text.index("3 May")
    hit = replace(hit, reading=Reading(9.0, 9.0, place, place + 5))
    contexts = [LexicalText(context(document, one), "en") for one in passages]
    terms = QuestionTerms.of(
        read_question("When did the weeks of spring end?"), LexicalIndex.build(contexts)
    )
    (excerpt,) = choose_excerpts(terms, [hit], 700)
    assert document.text.startswith(lead_in, excerpt.start) is is_whole
    assert ("5 May" in document.text[excerpt.start : excerpt.end]) is is_whole


def test_one_item_keeps_its_lead_in_beside_it() -> None:
    """An excerpt that begins within a list carries the line that introduces the list."""
    document, passages = cut_up(REPORT)
    [excerpt] = choose(
        "How is the landscape of providers to be rationalised?",
        document,
        passage_with(passages, "common challenges"),
        max_chars=60,
    )
    assert document.text[excerpt.start : excerpt.end].startswith("Rationalising")
    assert excerpt.lead_in == "Participants identified these common challenges:"


def test_the_words_of_an_address_do_not_make_it_the_answer() -> None:
    """A web address is not quoted for the words in its path."""
    document, passages = cut_up(REPORT)
    [excerpt] = choose(
        "Which skills will the forum treat?", document, passage_with(passages, "skills"), 60
    )
    assert document.text[excerpt.start : excerpt.end] == "It will treat skills."


def test_the_forum_that_is_named_goes_before_others() -> None:
    """Passages on another forum are left out; one on it in another's report comes last."""
    texts = {
        "second.md": "The forum had 19 countries, the report on the third forum 15 countries.",
        "first.md": "In the forum 25 countries attended.",
        "page.md": "The first forum counted 25 countries.",
        "third.md": "To the forum came delegates of 15 countries.",
    }
    editions = {"second.md": 2, "first.md": 1, "third.md": 3}
    hits, passages = [], []
    for doc_id, text in texts.items():
        edition = f"edition: {editions[doc_id]}\n" if doc_id in editions else ""
        document = parse_document(doc_id, f"---\ntitle: A\n{edition}---\n{text}\n".encode())
        passages.append(Passage(doc_id, (), None, 0, len(document.text), document.text))
        hits += hits_on(document, passages[-1:])
    lexical = LexicalIndex.build([LexicalText(passage.text, "en") for passage in passages])
    question = "How many countries attended the third forum?"
    terms = QuestionTerms.of(read_question(question), lexical)
    chosen = choose_excerpts(terms, hits, 700)
    assert [excerpt.doc_id for excerpt in chosen] in (["third.md"], ["third.md", "second.md"])


def test_a_line_that_names_the_source_is_not_taken_along() -> None:
    """It follows the sentence that answers, and says nothing."""
    document, passages = cut_up("# Skills\n\nThe agenda has ten actions.\n\nSource: a press item\n")
    chosen = choose("How many actions has the agenda on skills?", document, passages)
    assert [document.text[one.start : one.end] for one in chosen] == ["The agenda has ten actions."]


def test_a_sentence_that_is_too_long_is_cut_at_a_space() -> None:
    """What exceeds the room that is left ends with a whole word."""
    document, passages = cut_up("The budget rose " + "and rose " * 80 + "again.", max_tokens=400)
    [excerpt] = choose("budget", document, passages, max_chars=100)
    quote = document.text[excerpt.start : excerpt.end]
    assert 90 <= len(quote) <= 100
    assert document.text[excerpt.end] == " "


def test_no_more_than_three_passages_are_quoted() -> None:
    """An answer has at most three excerpts, one a passage, best passage first."""
    sections = "\n\n".join(f"## Part {n}\n\nThe budget of part {n} is {n} euros." for n in range(9))
    document, passages = cut_up(sections, max_tokens=16)
    assert len(passages) > 3
    excerpts = choose("What is the budget?", document, passages)
    assert [
        document.text[e.start : e.end] in p.text for e, p in zip(excerpts, passages, strict=False)
    ] == [True] * 3


@examples(120)
@given(
    blocks=st.lists(
        st.tuples(
            st.sampled_from(["", "# ", "## ", "- ", "- ", "1. "]),
            st.lists(
                st.sampled_from("Budget cluster forum Brussels skills list: Oh. Yes. 3 €".split()),
                min_size=1,
                max_size=14,
            ).map(" ".join),
        ),
        min_size=1,
        max_size=14,
    ),
    question=st.sampled_from(["Which clusters?", "budget", "Where is the forum?", "???"]),
    max_chars=st.integers(40, 700),
)
def test_excerpts_lie_within_their_passages_and_within_the_limit(
    blocks: list[tuple[str, str]], question: str, max_chars: int
) -> None:
    """Every excerpt begins in its passage, which only a list may leave; they keep the limit."""
    document, passages = cut_up("\n\n".join(mark + words for mark, words in blocks), 24, 8)
    excerpts = choose(question, document, passages, max_chars)
    assert sum(excerpt.end - excerpt.start for excerpt in excerpts) <= max_chars
    for excerpt in excerpts:
        assert document.text[excerpt.start : excerpt.end].strip()
        assert any(
            passage.start <= excerpt.start < passage.end
            and _are_items(document, passage.end, excerpt.end)
            for passage in passages
        )
    stretches = sorted((excerpt.start, excerpt.end) for excerpt in excerpts)
    assert all(end <= start for (_, end), (start, _) in pairwise(stretches))


def _are_items(document: Document, start: int, end: int) -> bool:
    """Whether all that begins between two offsets belongs to a list."""
    return all(
        block.kind is BlockKind.ITEM or block.continues_item
        for block in document.blocks
        if start <= block.start < end
    )


def test_the_sentence_in_which_a_reader_places_the_answer_comes_first() -> None:
    """It beats a neighbour that repeats the question, and its answer is kept with the excerpt."""
    text = "The budget of the mobility scheme was discussed. It is two million euros a year."
    document, passages = cut_up(f"# Report\n\n{text}\n")
    [hit] = hits_on(document, passages)
    place = hit.passage.text.index("two million euros")
    reading = Reading(3.0, 9.0, place, place + len("two million euros"))
    lexical = LexicalIndex.build([LexicalText(context(document, hit.passage), "en")])
    question = read_question("What is the budget of the mobility scheme?")
    terms = QuestionTerms.of(question, lexical)
    for logit, is_set_off in ((3.0, True), (-3.0, False)):
        read = replace(hit, reading=replace(reading, logit=logit))
        [excerpt] = choose_excerpts(terms, [read], 60)
        if is_set_off:
            assert excerpt.answer is not None
            assert document.text[slice(*excerpt.answer)] == "two million euros"
            assert "two million euros" in document.text[excerpt.start : excerpt.end]
        else:
            assert excerpt.answer is None
            assert "It is" not in document.text[excerpt.start : excerpt.end]


LONG = (
    "The mobility scheme was discussed by all who came to the meeting of the council in spring. "
    "The budget of the mobility scheme is two million euros a year. "
    "Many spoke of the mobility scheme and of what its budget may do for the regions of Europe."
)


@pytest.mark.parametrize(
    ("asked", "answer", "is_alone"),
    [
        ("What is the budget of the mobility scheme?", "two million euros", True),
        ("What is the budget of the mobility scheme and who spoke?", "two million euros", False),
        ("What is the budget of the mobility scheme?", "a year. Many spoke", False),
    ],
)
def test_a_sentence_that_holds_the_answer_stands_alone(
    asked: str, answer: str, is_alone: bool
) -> None:
    """Unless several things are asked for, or the answer goes beyond it."""
    document, passages = cut_up(f"# Report\n\n{LONG}\n")
    [hit] = hits_on(document, passages)
    place = hit.passage.text.index(answer)
    reading = Reading(3.0, 9.0, place, place + len(answer))
    lexical = LexicalIndex.build([LexicalText(context(document, hit.passage), "en")])
    terms = QuestionTerms.of(read_question(asked), lexical)
    [excerpt] = choose_excerpts(terms, [replace(hit, reading=reading)], 700)
    quote = document.text[excerpt.start : excerpt.end]
    alone = "The budget of the mobility scheme is two million euros a year."
    assert (quote == alone) is is_alone
    assert alone in quote


ITEMS = """\
Ada spoke.

- The council talked of moss fees at length.
- Bo proposed lower moss fees for schools.
- The roof of the old mill leaks, and moss grows.
"""


def test_items_beside_one_that_answers_are_on_something_else() -> None:
    """Where a reader likely has it there; unless they say about as much of what is asked."""
    document, passages = cut_up(f"# Report\n\n{ITEMS}")
    lexical = LexicalIndex.build([LexicalText(context(document, passages[0]), "en")])
    terms = QuestionTerms.of(read_question("Why are moss fees lower for schools?"), lexical)
    [hit] = hits_on(document, passages)
    place = hit.passage.text.index("Bo proposed")
    for logit in (1.0, -1.0):
        read = replace(hit, reading=Reading(logit, 9.0, place, place + 10))
        [excerpt] = choose_excerpts(terms, [read], 700)
        quote = document.text[excerpt.start : excerpt.end]
        assert "lower moss fees" in quote
        assert ("old mill" in quote) is (logit < 0.0)


def in_language(text: str, language: str) -> Hit:
    """A passage in a language in which a reader is not sure of an answer."""
    document, passages = cut_up(f"# Report\n\n{text}\n")
    named = replace(document, doc_id=f"{language}.md", language=language)
    [hit] = hits_on(named, passages)
    start = hit.passage.text.index(text)
    return replace(hit, reading=Reading(0.3, 9.0, start, start + len(text)))


@pytest.mark.parametrize(("asker", "count"), [("de", 1), ("en", 2)])
def test_no_unsure_quote_in_another_language_stands_beside_one_in_the_askers(
    asker: str, count: int
) -> None:
    """The archive treats the subject in their own language; in a third one all is worth a look."""
    hits = [
        in_language("Discharge of the moss board was put to the vote again in Hamm.", "de"),
        in_language(
            "Lund put discharge of its moss board to the vote, frost being why, said Ada.", "sv"
        ),
    ]
    texts = [LexicalText(context(hit.document, hit.passage), "en") for hit in hits]
    question = read_question("Why was the discharge of the moss board put to the vote?")
    terms = QuestionTerms.of(question, LexicalIndex.build(texts))
    assert len(choose_excerpts(terms, hits, 700, asker)) == count
