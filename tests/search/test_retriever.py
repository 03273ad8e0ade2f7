import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.documents import Document, read_archive
from forumbot.asking.question import Question, read_question
from forumbot.config import RetrievalConfig
from forumbot.language.words import content_words
from forumbot.models.multilingual import shared_multilingual
from forumbot.models.reader import Reading
from forumbot.search.across import AcrossLanguages
from forumbot.search.builder import BuildSettings, build
from forumbot.search.generation import load_live
from forumbot.search.hits import Hit
from forumbot.search.index_folder import IndexFolder
from forumbot.search.passages import Passage, context
from forumbot.search.ports import Embedder, Vectors
from forumbot.search.retriever import Retriever
from forumbot.search.scoring import EncodedQuestion, Scoring

FORUM = """---
title: {ordinal} European Cluster Policy Forum
kind: report
edition: {number}
language: en
---

# {ordinal} European Cluster Policy Forum

## Next edition

The next forum will take place in {place}.

## Outcomes

- {outcome}
"""
FILES = {
    "third.md": FORUM.format(
        ordinal="Third", number=3, place="March in Brussels",
        outcome="Linkages with digitisation need strengthening.",
    ),
    "fourth.md": FORUM.format(
        ordinal="Fourth", number=4, place="November in Vienna",
        outcome="Skills for industry need more attention.",
    ),
    "talks.md": """---
title: Presentations
kind: page
language: en
---

# Presentations

## Scale-up Denmark

Søren Røn presented Scale-up Denmark.

## Labelling

Hervé Floch spoke on cluster excellence labelling.

## ClusterXchange

The mobility scheme has a budget of 3.6 million euro.
""",
    "german.md": """---
title: Clusterwochen
kind: page
language: de
---

# Clusterwochen

Die Clusterwochen begannen im November und endeten im April.
""",
}  # fmt: skip
QUESTIONS = [
    "Who presented Scale-up Denmark?",
    "What is the budget of the mobility scheme?",
    "When did the cluster weeks end?",
    "linkages digitisation",
    "",
]
READ = [read_question(question) for question in QUESTIONS]


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Retriever:
    """A retriever over four short documents, under the real model."""
    folder = tmp_path_factory.mktemp("retriever")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return over(folder, tmp_path_factory.mktemp("index"), embedder)


def over(knowledge: Path, index: Path, embedder: Embedder) -> Retriever:
    """A retriever over an index that is built now."""
    folder = IndexFolder(index)
    now = datetime(2019, 2, 20, 12, tzinfo=UTC)
    build(folder, lambda: read_archive(knowledge), embedder, lambda: now, BuildSettings())
    return Retriever(load_live(folder), embedder, RetrievalConfig())


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Soren Ron", "Søren Røn"),
        ("Herve Floch", "Hervé Floch"),
        ("What did Soren Ron present?", "Søren Røn"),
        ("HERVÉ FLOCH", "Hervé Floch"),
        ("WHO SPOKE ON CLUSTER EXCELLENCE LABELLING?", "Hervé Floch"),
        ("who spoke on clustr excelence labeling", "Hervé Floch"),
        ("Sören Rön", "Søren Røn"),
        ("Herve Flosh", "Hervé Floch"),
        ("What is the budjet of ClusterExchange?", "3.6 million"),
        ("mobility budget", "3.6 million"),
        ("CLUSTERXCHANGE", "3.6 million"),
        ("linkages digitisation", "Linkages with digitisation"),
        ("Wann endeten die Clusterwochen?", "endeten im April"),
    ],
)
def test_the_right_passage_comes_first(retriever: Retriever, question: str, words: str) -> None:
    """Accents left off, capitals, typos, bare keywords and other languages find their passage."""
    assert words in retriever.search(read_question(question), 3)[0].passage.text


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Where will the next edition take place after the third forum?", "Brussels"),
        ("Where will the next edition take place after the fourth forum?", "Vienna"),
        ("next edition, 3rd forum", "Brussels"),
        ("next edition, forum 4", "Vienna"),
        ("NEXT EDITION OF THE FOURTH EUROPEAN CLUSTER POLICY FORUM", "Vienna"),
    ],
)
def test_the_forum_that_is_named_is_preferred(
    retriever: Retriever, question: str, place: str
) -> None:
    """Of two reports that say alike, the one of the edition that the question names comes first."""
    assert place in retriever.search(read_question(question), 2)[0].passage.text


def test_what_was_superseded_is_found_only_when_asked_for(
    retriever: Retriever, embedder: Embedder
) -> None:
    """By its number it is, among documents that are chosen only where no other is among them."""
    known = retriever.generation.documents
    documents = {**known, "third.md": replace(known["third.md"], superseded_by="fourth.md")}
    changed = Retriever(
        replace(retriever.generation, documents=documents), embedder, RetrievalConfig()
    )

    def found(question: str, only: Collection[str] | None = None) -> set[str]:
        [hits] = changed.search_all([read_question(question)], 20, only)
        return {hit.passage.doc_id for hit in hits}

    asked = "What of linkages with digitisation?"
    assert found(asked) == {"fourth.md", "talks.md", "german.md"}
    assert "third.md" in found("What of linkages with digitisation at the third forum?")
    assert found(asked, ["third.md", "talks.md"]) == {"talks.md"}
    assert found(asked, ["third.md"]) == {"third.md"}


def test_the_bonus_is_for_the_named_forum_alone(retriever: Retriever, embedder: Embedder) -> None:
    """Each passage of the named forum gains the bonus, and no other score changes."""
    question = "Outcomes of the fourth forum"
    plain = Retriever(retriever.generation, embedder, RetrievalConfig(edition_bonus=0))
    with_bonus = {hit.passage: hit.score for hit in retriever.search(read_question(question), 50)}
    without = {hit.passage: hit.score for hit in plain.search(read_question(question), 50)}
    assert with_bonus.keys() == without.keys()
    for passage, score in with_bonus.items():
        bonus = RetrievalConfig().edition_bonus if passage.doc_id == "fourth.md" else 0
        assert score == pytest.approx(without[passage] + bonus, abs=1e-5)


def check_hits(retriever: Retriever, hits: list[Hit], top_k: int) -> None:
    """Assert what holds for every list of hits."""
    passages = retriever.generation.passages
    assert len(hits) <= min(top_k, len(passages))
    assert len({hit.passage for hit in hits}) == len(hits)
    assert all(hit.passage in passages for hit in hits)
    assert all(earlier.score >= later.score for earlier, later in pairwise(hits))
    for hit in hits:
        assert math.isfinite(hit.score)
        assert -1.001 <= hit.dense_score <= 1.001
        assert hit.lexical_score >= 0
        assert hit.ngram_score >= 0


@examples(30)
@given(
    question=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    top_k=st.integers(0, 30),
)
def test_any_question_gets_ordered_hits(retriever: Retriever, question: str, top_k: int) -> None:
    """Whatever is asked, hits are distinct passages in descending order with finite scores."""
    check_hits(retriever, retriever.search(read_question(question), top_k), top_k)


@pytest.mark.parametrize(
    "question", ["", " \n", "???", "the of and", "\u200b", "\0", "word " * 5_000]
)
def test_a_question_that_says_nothing_is_no_error(retriever: Retriever, question: str) -> None:
    """Empty, blank, sign-only and endless questions are answered with passages as any other."""
    check_hits(retriever, retriever.search(read_question(question), 5), 5)


def test_more_hits_than_passages_are_all_passages(retriever: Retriever) -> None:
    """A top_k larger than the corpus gives each passage once: FAISS's row -1 never appears."""
    hits = retriever.search(read_question("forum"), 10_000)
    assert {hit.passage for hit in hits} == set(retriever.generation.passages)
    check_hits(retriever, hits, 10_000)


def test_fewer_hits_are_the_first_of_more(retriever: Retriever) -> None:
    """The best three of a longer list are those of a list of three, and none is a list of none."""
    more = retriever.search(read_question("cluster policy"), 8)
    assert retriever.search(read_question("cluster policy"), 3) == more[:3]
    assert retriever.search(read_question("cluster policy"), 0) == []


def test_questions_together_are_answered_as_one_by_one(retriever: Retriever) -> None:
    """Embedding questions in one go changes neither the order nor the scores of the hits."""
    for question, together in zip(QUESTIONS, retriever.search_all(READ, 6), strict=True):
        alone = retriever.search(read_question(question), 6)
        assert [hit.passage for hit in together] == [hit.passage for hit in alone]
        for one, other in zip(together, alone, strict=True):
            assert one.score == pytest.approx(other.score, abs=1e-4)
            assert one.dense_score == pytest.approx(other.dense_score, abs=1e-4)
            assert one.lexical_score == other.lexical_score
            assert one.ngram_score == other.ngram_score


@pytest.mark.parametrize(
    "only", [{"talks.md"}, ("third.md", "fourth.md"), frozenset(FILES), ["gone.md", "german.md"]]
)
def test_hits_can_be_kept_to_some_documents(retriever: Retriever, only: Collection[str]) -> None:
    """Every passage of these documents is ranked as it is among all, and no other comes."""
    for question, hits in zip(QUESTIONS, retriever.search_all(READ, 50, only), strict=True):
        check_hits(retriever, hits, 50)
        among_all = {
            hit.passage: hit.score for hit in retriever.search(read_question(question), 50)
        }
        wanted = {passage for passage in among_all if passage.doc_id in only}
        assert {hit.passage for hit in hits} == wanted
        for hit in hits:
            assert hit.score == pytest.approx(among_all[hit.passage], abs=1e-5)


@pytest.mark.parametrize("only", [[], ["gone.md"], [""]])
def test_without_a_document_there_is_no_hit(retriever: Retriever, only: list[str]) -> None:
    """An empty choice, or one of documents that are not there, finds nothing."""
    asked = [read_question(text) for text in ("budget", "", "fourth forum")]
    assert retriever.search_all(asked, 5, only) == [[], [], []]


@examples(20)
@given(
    question=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    only=st.sets(st.sampled_from([*FILES, "gone.md"])),
    top_k=st.integers(0, 8),
)
def test_any_choice_of_documents_is_kept(
    retriever: Retriever, question: str, only: set[str], top_k: int
) -> None:
    """Whatever is asked of whichever documents, hits are theirs, in order, and not too many."""
    [hits] = retriever.search_all([read_question(question)], top_k, only)
    check_hits(retriever, hits, top_k)
    assert {hit.passage.doc_id for hit in hits} <= only


def test_no_questions_get_no_answers(retriever: Retriever) -> None:
    """An empty batch is an empty list."""
    assert retriever.search_all([], 5) == []


def test_a_score_is_made_of_the_three_sides(retriever: Retriever, embedder: Embedder) -> None:
    """The order is by cosine plus both BM25 sides, each in relation to its best, as weighed."""
    weights = RetrievalConfig(
        word_weight=0.5, ngram_weight=0.25, dense_weight=3, late_weight=0, feedback_weight=0
    )
    question = "budget of the mobility scheme"
    generation = retriever.generation
    words = generation.lexical.word_scores(content_words(question))
    ngrams = generation.lexical.ngram_scores(content_words(question))
    cosines = generation.dense.vectors() @ embedder.embed_queries([question])[0]
    expected = 0.5 * words / words.max() + 0.25 * ngrams / ngrams.max() + 3 * cosines
    hits = Retriever(generation, embedder, weights).search(read_question(question), 100)
    assert [hit.passage for hit in hits] == [
        generation.passages[row] for row in np.argsort(-expected, kind="stable")
    ]
    for hit in hits:
        row = generation.passages.index(hit.passage)
        assert hit.score == pytest.approx(expected[row], abs=1e-5)
        assert hit.dense_score == pytest.approx(cosines[row], abs=1e-5)
        assert (hit.lexical_score, hit.ngram_score) == (words[row], ngrams[row])


def test_late_interaction_and_feedback_move_what_they_should(
    retriever: Retriever, embedder: Embedder
) -> None:
    """Tokens that meet raise a passage, more so for a short question, and not in a foreign one."""
    generation = retriever.generation
    base = RetrievalConfig(feedback_weight=0, late_weight=0)
    late = RetrievalConfig(feedback_weight=0, late_weight=6, translation_loss=None)
    plain, scored = (Retriever(generation, embedder, one) for one in (base, late))
    question = "budget of the mobility scheme"
    before = {hit.passage: hit.score for hit in plain.search(read_question(question), 50)}
    for hit in scored.search(read_question(question), 50):
        assert hit.score - before[hit.passage] == pytest.approx(6 * hit.late_score, abs=1e-4)
    assert all(hit.late_score == 0 for hit in plain.search(read_question(question), 50))
    german = scored.search(
        read_question("Was wurde über die Clusterwochen und den Haushalt gesagt?"), 50
    )
    assert all(hit.late_score == 0 for hit in german)
    moved = Retriever(generation, embedder, RetrievalConfig(late_weight=0, feedback_weight=0.6))
    assert (
        moved.search(read_question(question), 1)[0].dense_score
        == plain.search(read_question(question), 1)[0].dense_score
    )


def test_passages_are_compared_across_languages(retriever: Retriever, embedder: Embedder) -> None:
    """A German question is led to what is like it, however weighed; an English one as before."""
    generation, across = retriever.generation, AcrossLanguages(shared_multilingual)
    weights = RetrievalConfig(multilingual_weight=1000, compared=4)
    compared = Retriever(generation, embedder, weights, across=across)
    plain = Retriever(generation, embedder, weights)
    german = read_question("Welche Fähigkeiten braucht die Industrie?")
    hits, before = compared.search(german, 50), plain.search(german, 50)
    alike = across.likeness(german.text, hits[:4])
    assert list(alike) == sorted(alike, reverse=True)
    assert {hit.passage for hit in hits[:4]} == {hit.passage for hit in before[:4]}
    assert [hit.passage for hit in hits[4:]] == [hit.passage for hit in before[4:]]
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert compared.search_all([german], 5, only={"no-such.md"}) == [[]]
    english = read_question("Which skills does the industry need?")
    assert compared.search(english, 50) == plain.search(english, 50)


def known_in_german(retriever: Retriever) -> dict[Passage, Vectors]:
    """The vectors that a build makes of the German passages."""
    documents = retriever.generation.documents
    german = [
        one for one in retriever.generation.passages if documents[one.doc_id].language == "de"
    ]
    texts = [context(documents[one.doc_id], one) for one in german]
    return dict(zip(german, shared_multilingual().passages(texts), strict=True))


def test_what_is_nearest_in_another_language_is_found(
    retriever: Retriever, embedder: Embedder
) -> None:
    """However late words and the English model find it; not in documents that were left out."""
    known = known_in_german(retriever)
    across = AcrossLanguages(shared_multilingual, known)
    weights = RetrievalConfig(multilingual_weight=1000, compared=1)
    found = Retriever(retriever.generation, embedder, weights, across=across)
    asked = read_question("¿Qué presupuesto tiene el programa, y cuándo se abre en noviembre?")
    plain = retriever.search(asked, 1)[0].passage
    assert plain not in known
    assert [hit.passage for hit in found.search(asked, 1)] == list(known)
    assert found.search_all([asked], 1, only={plain.doc_id})[0][0].passage not in known


def test_an_english_question_has_what_is_nearest_in_other_languages_read(
    retriever: Retriever, embedder: Embedder
) -> None:
    """In the last of three places; none where no passage is known so, or two are read."""
    known = known_in_german(retriever)
    asked = read_question("Who spoke on the labelling of cluster excellence?")
    plain = [hit.passage for hit in retriever.search(asked, 3)]
    assert not known.keys() & set(plain)

    def read(across: AcrossLanguages, count: int) -> set[Passage]:
        settings, reader = RetrievalConfig(read=count), CountingReader()
        reading = Retriever(retriever.generation, embedder, settings, reader=reader, across=across)
        [query] = reading.queries([asked])
        hits = reading.rank(query, 8).hits
        assert reader.read_in_all == count
        return {hit.passage for hit in hits if hit.reading is not None}

    across = AcrossLanguages(shared_multilingual, known)
    assert read(across, 3) == {*plain[:2], *known}
    assert read(across, 2) == set(plain[:2])
    assert read(AcrossLanguages(shared_multilingual), 3) == set(plain)


def test_few_candidates_hold_the_best_of_each_side(
    retriever: Retriever, embedder: Embedder
) -> None:
    """With one candidate a side, the best passage by meaning and the best by words both come."""
    few = Retriever(retriever.generation, embedder, RetrievalConfig(candidates=1))
    every = retriever.search(read_question("Clusterwochen labelling budget"), 100)
    found = few.search(read_question("Clusterwochen labelling budget"), 1)
    assert found[0].passage in {max(every, key=score).passage for score in SIDES}


SIDES: list[Callable[[Hit], float]] = [
    lambda hit: hit.dense_score,
    lambda hit: hit.lexical_score,
    lambda hit: hit.ngram_score,
]


def test_an_archive_of_one_passage_is_searched(tmp_path: Path, embedder: Embedder) -> None:
    """The smallest archive answers every question with its one passage."""
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "one.txt").write_text("The budget is small.", encoding="utf-8")
    single = over(tmp_path / "knowledge", tmp_path / "index", embedder)
    for question in ("budget", "", "unknown"):
        (hit,) = single.search(read_question(question), 10)
        assert hit.passage.text == "The budget is small."


def test_the_speakers_of_the_real_report_are_found(
    seed: Path, tmp_path: Path, embedder: Embedder
) -> None:
    """Names of the third forum's speakers are found with their accents left off."""
    retriever = over(seed, tmp_path / "index", embedder)
    for question, name in [
        ("Soren Ron", "Søren Røn"),
        ("Herve Floch", "Hervé Floch"),
        ("Aurelie Lechien", "Aurélie Lechien"),
        ("Gunnar Hellerstrom", "Gunnar Hellerström"),
    ]:
        assert name in retriever.search(read_question(question), 1)[0].passage.text


DATED = """---
title: {title}
kind: report
held_on: {held_on}
language: en
---

# {title}

## Decisions

{text}
"""
MEETINGS = {
    "april.md": DATED.format(
        title="Progress meeting of the working group", held_on="2019-04-03",
        text="It was decided that paging is allowed where data sets are too big.",
    ),
    "october.md": DATED.format(
        title="Progress meeting of the working group", held_on="2019-10-02",
        text="It was decided that paging has a limit of ten thousand items.",
    ),
    "plans.md": DATED.format(
        title="Plans for the labels", held_on="2018-06-01",
        text="The label for clusters was last renewed in autumn 2019. "
        "European Label Group (ELG) members vote on it.",
    ),
    "votes.md": DATED.format(
        title="Votes", held_on="2017-06-01", text="The ELG meets in Graz on Mondays for a vote.",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Retriever:
    """A retriever over two meetings that decided alike, and others of other years."""
    folder = tmp_path_factory.mktemp("dated")
    for name, text in MEETINGS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return over(folder, tmp_path_factory.mktemp("index"), embedder)


@pytest.mark.parametrize(
    ("time", "doc_id"),
    [
        ("in spring 2019", "april.md"),
        ("in April 2019", "april.md"),
        ("on 3 April 2019", "april.md"),
        ("in October 2019", "october.md"),
        ("im Herbst 2019", "october.md"),
        ("on 2 October 2019", "october.md"),
    ],
)
def test_documents_of_the_time_that_is_named_come_first(
    dated: Retriever, time: str, doc_id: str
) -> None:
    """Of two meetings that speak alike, the one held at the named time is preferred, and said."""
    question = f"What was decided {time} about paging?"
    hits = dated.search(read_question(question), 4)
    assert hits[0].passage.doc_id == doc_id
    assert dated.heeded(read_question(question), hits) == (time.split(" ", 1)[1],)


def test_a_time_that_passages_speak_of_is_taken_back(dated: Retriever) -> None:
    """A report of 2018 that speaks of autumn 2019 is found, not the meeting of that autumn."""
    question = "Which label for clusters was renewed in autumn 2019?"
    hits = dated.search(read_question(question), 4)
    assert hits[0].passage.doc_id == "plans.md"
    assert dated.heeded(read_question(question), hits) == ()
    assert dated.heeded(read_question(question), []) == ()


def test_a_time_without_documents_changes_nothing(dated: Retriever, embedder: Embedder) -> None:
    """Where no document is of the time that is named, the search is as if times were not read."""
    question = "What was decided about paging in 2011?"
    plain = Retriever(dated.generation, embedder, RetrievalConfig(time_bonus=0))
    heeding, plainly = (
        dated.search(read_question(question), 5),
        plain.search(read_question(question), 5),
    )
    assert [hit.passage for hit in heeding] == [hit.passage for hit in plainly]
    # Not equal to the last bit: the one reads two texts in a batch, the other one alone.
    assert [hit.score for hit in heeding] == pytest.approx([hit.score for hit in plainly], abs=1e-4)


def test_the_other_form_of_an_acronym_finds_as_well(dated: Retriever, embedder: Embedder) -> None:
    """A passage with the acronym alone is found by the full name, ranked by the better form."""
    question = "Where does the European Label Group meet?"
    lone = Retriever(dated.generation, embedder, RetrievalConfig(acronym_loss=None))
    assert dated.other_form(read_question(question)) == "Where does the ELG meet?"
    asked, other = (
        lone.search(read_question(form), 9)
        for form in (question, dated.other_form(read_question(question)))
    )
    as_asked, as_other = ({hit.passage: hit.score for hit in hits} for hits in (asked, other))
    (vote,) = (passage for passage in as_asked if passage.doc_id == "votes.md")
    assert as_other[vote] - 0.5 > as_asked[vote]
    for hit in dated.search(read_question(question), 9):
        better = max(as_asked[hit.passage], as_other[hit.passage] - 0.5)
        assert hit.score == pytest.approx(better, abs=1e-4)


def test_a_ranking_holds_the_tokens_of_each_form(dated: Retriever, embedder: Embedder) -> None:
    """What is asked and its other form come with their own tokens, in the space of the index."""
    question, other = "Where does the ELG meet?", "Where does the European Label Group meet?"
    asked = [read_question(text) for text in ("What was decided about paging?", question)]
    plain, short = (dated.rank(query, 3) for query in dated.queries(asked))
    assert plain.others == ()
    ((form, tokens),) = short.others
    assert form.text == other
    for text, found in ((question, short.tokens), (other, tokens)):
        (read,) = embedder.read_queries([text])[1]
        assert found.starts.tolist() == read.starts.tolist()
        assert np.allclose(found.vectors, dated.generation.late.reduced(read).vectors, atol=1e-4)


def test_tokens_of_a_passage_begin_where_they_stand_in_its_text(dated: Retriever) -> None:
    """Those of the title and the headings above it lie before its first character."""
    for hit in dated.search(read_question("paging"), 4):
        starts = dated.tokens_of(hit.passage).starts
        assert starts[0] < 0 <= starts[-1] < len(hit.passage.text)
        assert 0 in starts


def test_scores_are_those_of_both_passes_done_apart(
    retriever: Retriever, embedder: Embedder
) -> None:
    """Computing once what both passes share gives the scores that each would compute anew."""
    settings = RetrievalConfig()
    for question in QUESTIONS[:4]:
        vectors, tokens = embedder.read_queries([question])
        asked = EncodedQuestion(read_question(question), vectors[0], tokens[0])
        none = np.zeros(len(retriever.generation.passages), dtype=np.float32)
        dense = retriever.generation.dense
        (near,) = dense.scores(vectors)
        first = Scoring(asked, near, retriever.generation, settings)
        top = first.fuse(near, first.candidates(near, 5), none, 5).best(3)
        moved = vectors[0] + 0.6 * dense.vectors_of(top).mean(axis=0)
        (near,) = dense.scores((moved / np.linalg.norm(moved)).astype(np.float32)[None])
        anew = Scoring(asked, near, retriever.generation, settings)
        found = anew.fuse(near, anew.candidates(near, 5), none, 5)
        expected = [retriever.generation.passages[row] for row in found.best(5)]
        hits = retriever.search(read_question(question), 5)
        assert [hit.passage for hit in hits] == expected
        assert [hit.score for hit in hits] == pytest.approx(-np.sort(-found.fused)[:5], abs=1e-5)


class CountingReader:
    """Reads every passage alike, and counts them."""

    def __init__(self) -> None:
        self.read_in_all = 0
        self.asked: list[str] = []

    def read(
        self, question: Question, passages: Sequence[tuple[Document, Passage]]
    ) -> list[Reading]:
        """The later a passage comes, the likelier it answers."""
        self.read_in_all += len(passages)
        self.asked.append(question.text)
        return [Reading(100.0 * place, 0.0, 0, 1) for place in range(len(passages))]


def test_the_best_passages_are_put_in_the_order_of_the_reader(
    retriever: Retriever, embedder: Embedder
) -> None:
    """As many as are to be read, above all others, and each with its reading."""
    question = read_question("budget of the mobility scheme")
    plain = retriever.search(question, 8)
    reader = CountingReader()
    reading = Retriever(retriever.generation, embedder, RetrievalConfig(read=4), reader=reader)
    [query] = reading.queries([question])
    found = reading.rank(query, 8).hits
    assert [hit.passage for hit in found[:4]] == [hit.passage for hit in plain[3::-1]]
    assert [hit.passage for hit in found[4:]] == [hit.passage for hit in plain[4:]]
    assert [hit.reading is not None for hit in found] == [True] * 4 + [False] * (len(found) - 4)
    assert all(one.score >= two.score for one, two in pairwise(found))
    assert reading.rank(query, 8, read=2).hits[1].passage == plain[0].passage
    assert reader.read_in_all == 4 + 2


def test_a_part_of_a_hit_is_read_by_itself(retriever: Retriever, embedder: Embedder) -> None:
    """What is read already is not read again, and without a reader there is nothing to say."""
    question = read_question("budget of the mobility scheme")
    reader = CountingReader()
    reading = Retriever(retriever.generation, embedder, RetrievalConfig(read=4), reader=reader)
    hit = reading.search(question, 1)[0]
    assert reading.read(question, [(hit, hit.passage)]) == [hit.reading]
    assert reader.read_in_all == 4
    part = replace(hit.passage, end=hit.passage.start + 9, text=hit.passage.text[:9])
    parts = [(hit, hit.passage), (hit, part)]
    assert reading.read(question, parts) == [hit.reading, Reading(0.0, 0.0, 0, 1)]
    assert reader.read_in_all == 5
    assert retriever.read(question, [(retriever.search(question, 1)[0], part)]) == [None]


def test_parts_in_english_are_read_with_the_english_words_of_a_question(
    retriever: Retriever, embedder: Embedder
) -> None:
    """All of an English hit as well, where the question is in another language; others as asked."""
    question = read_question("Wie hoch ist das Budget des Programms?")
    reader = CountingReader()
    reading = Retriever(retriever.generation, embedder, RetrievalConfig(read=2), reader=reader)
    hit = reading.search(question, 1)[0]
    german = replace(hit, document=replace(hit.document, language="de"))
    part = replace(hit.passage, end=hit.passage.start + 9, text=hit.passage.text[:9])
    parts = [(german, part), (hit, hit.passage), (german, hit.passage)]
    assert reading.read(question, parts)[2] == hit.reading
    assert reader.asked[0] == reader.asked[2] == question.text
    assert "budget" in reader.asked[1]
    assert reader.read_in_all == 2 + 2


def test_a_question_in_another_language_finds_what_its_translation_finds(
    retriever: Retriever, embedder: Embedder
) -> None:
    """Asked in German over English documents, the passage on the budget comes first."""
    question = read_question("Wie hoch ist das Budget des Mobilitätsprogramms?")
    best = retriever.search(question, 1)[0]
    assert "budget" in best.passage.text.lower()
