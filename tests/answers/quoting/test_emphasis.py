import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.answers.quoting.emphasis import decisive_spans
from forumbot.asking.question import read_question

FORUM = (
    "The third European Cluster Policy Forum took place on 15 November 2018. "
    "It brought together 18 representatives from 15 EU countries."
)
WORDS = st.sampled_from(
    ["forum", "Forums", "15 November 2018", "2019", "10:30", "€3.6 million", "18", "the", "of",
     "e\u0301cole", "wann", "when", "how many", "ß", "\n", ".", "-", "may"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=5)), max_size=30).map(" ".join)


def decisive(question: str, quote: str, language: str = "en") -> list[str]:
    """The words of the decisive stretches."""
    return [
        quote[start:end] for start, end in decisive_spans(read_question(question), quote, language)
    ]


@pytest.mark.parametrize(
    ("question", "quote", "expected"),
    [
        ("When did it take place?", FORUM, ["place", "15 November 2018"]),
        ("How many representatives met?", FORUM, ["18 representatives", "15"]),
        ("Who spoke at the forums?", FORUM, ["Forum"]),
        ("What is the cluster policy forum?", FORUM, ["Cluster Policy Forum"]),
        ("What is it?", FORUM, []),
        ("What is the budget?", "Its budget rose to €3.6 million in 2019.",
         ["budget", "€3.6 million"]),
        ("When is it?", "It is in May 2019 or on 14-16 May, at 10:30, for 18 people who may come.",
         ["May 2019", "14-16 May", "10:30"]),
        ("When?", "15 November 2018", ["15 November 2018"]),
        ("Hvornår?", "Generalforsamlingen blev holdt i marts 2020 og den 3. maj igen.",
         ["marts 2020", "3. maj"]),
        ("", FORUM, []),
        ("When?", "", []),
    ],
)  # fmt: skip
def test_what_was_asked_for_is_set_off(question: str, quote: str, expected: list[str]) -> None:
    """Dates for when, numbers for how many, else the question's words in any form."""
    assert decisive(question, quote) == expected


@pytest.mark.parametrize(
    ("question", "quote", "language", "expected"),
    [
        ("Wann tagte das Forum?", "Das Forum tagte am 15. März 2018 in der Stadt Berlin.", "de",
         ["Forum", "15. März 2018"]),
        ("Quels pôles ?", "Le pole est à Lyon, loin de la mer et des montagnes.", "fr", ["pole"]),
        ("école", "Une e\u0301cole est à Lyon, loin de la mer.", "fr", ["e\u0301cole"]),
        ("clusters", "Klastry to cluster po polsku, a nie inaczej.", "pl", []),
    ],
)  # fmt: skip
def test_words_are_compared_in_the_language_of_the_quote(
    question: str, quote: str, language: str, expected: list[str]
) -> None:
    """Accents and endings are levelled where there is a stemmer, accents alone where not."""
    assert decisive(question, quote, language) == expected


def test_not_everything_is_set_off() -> None:
    """Where the question's words are everywhere, the dates come first, then the rarest words."""
    quote = "Forum policy cluster " * 10 + "on 2 May 2019"
    chosen = decisive("When was the cluster policy forum?", quote)
    assert chosen[-1] == "2 May 2019"
    assert sum(map(len, chosen)) <= 0.4 * len(quote)
    assert decisive("cluster policy", "cluster " * 40 + "policy")[-1] == "policy"


@examples(300)
@given(TEXTS, TEXTS, st.sampled_from(["en", "de", "xx", ""]))
def test_spans_are_ordered_apart_and_few(question: str, quote: str, language: str) -> None:
    """Whatever the texts, spans lie within the quote, do not touch and leave most of it alone."""
    spans = decisive_spans(read_question(question), quote, language)
    ends = [0, *(place for span in spans for place in span), len(quote)]
    assert ends == sorted(ends)
    assert all(start < end for start, end in spans)
    assert len({start for start, _ in spans} & {end for _, end in spans}) == 0
    assert sum(end - start for start, end in spans) <= max(0.4 * len(quote), 24)


def test_a_huge_quote_costs_little() -> None:
    """Only the beginning of an overlong quote is looked at."""
    started = time.process_time()
    decisive_spans(read_question("When was the forum?"), "forum 2019 a " * 100_000, "en")
    assert time.process_time() - started < 3


def test_where_a_reader_places_the_answer_is_what_is_set_off() -> None:
    """A short stretch alone; one that is nearly the whole quote sets nothing off."""
    quote = "The fourth forum will take place on 14 March 2019 in Brussels, it was said."
    question = read_question("Where is the fourth forum?")
    place = quote.index("Brussels")
    assert decisive_spans(question, quote, "en", (place, place + 8)) == [(place, place + 8)]
    assert decisive_spans(question, quote, "en", (0, 60)) != [(0, 60)]


def test_nothing_within_an_address_or_a_name_with_its_number_is_set_off() -> None:
    """Marks would break the address, and tear "INNOSUP-1" in two."""
    quote = (
        "The cluster weeks end on 6 May 2019 (https://x.fi/2033/15/10/2018_cluster_weeks_2019), "
        "as www.cluster.eu/weeks says."
    )
    spans = decisive("When do the cluster weeks end?", quote)
    assert "6 May 2019" in spans
    assert not {"2033", "2018", "2019", "cluster.eu"} & set(spans)
    assert sum("cluster" in one for one in spans) == 1
    assert decisive("How many projects are there?", "There are 13 INNOSUP-1 projects.") == [
        "13",
        "projects",
    ]
