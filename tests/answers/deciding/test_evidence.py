from dataclasses import astuple

import pytest

from forumbot.answers.deciding.evidence import NOTHING_FOUND, Evidence, Features, measure
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import Document
from forumbot.asking.question import read_question
from forumbot.evaluation.beir import beir_archive
from forumbot.evaluation.beir_folder import BeirEntry
from forumbot.search.hits import Hit
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import Passage
from forumbot.search.ports import Embedder

FUND = "The wombat fund began in 2017. Its budget is 5 million euros and Ulla Doe leads it."
ZOO = "The zoo does not open on Mondays. Its oldest keeper feeds the koalas in Vienna."


class Archive:
    """Two documents of one passage each, with hits on either."""

    def __init__(self, embedder: Embedder) -> None:
        entries = [BeirEntry("fund", "Wombat fund", FUND), BeirEntry("zoo", "Zoo", ZOO)]
        self.documents: dict[str, Document] = {
            document.doc_id: document for document in beir_archive(entries).documents
        }
        self.lexical = LexicalIndex.build([LexicalText(text, "en") for text in (FUND, ZOO)])
        self._embedder = embedder

    def hit(self, doc_id: str, dense: float = 0.5) -> Hit:
        """A hit on the one passage of a document."""
        text = self.documents[doc_id].text
        passage = Passage(doc_id, (), None, 0, len(text), text)
        return Hit(self.documents[doc_id], passage, 1.0, dense, 1.0, 1.0)

    def measure(self, question: str, *doc_ids: str) -> Features:
        """What speaks for an answer in the documents named, the best first."""
        return self.measure_hits(question, [self.hit(doc_id) for doc_id in doc_ids])

    def measure_hits(self, question: str, hits: list[Hit]) -> Features:
        """What speaks for an answer in these hits, the best first."""
        (tokens,) = self._embedder.read_queries([question])[1]
        terms = QuestionTerms.of(read_question(question), self.lexical)
        return measure(terms, tokens, self.evidence(hits), self.lexical)

    def evidence(self, hits: list[Hit]) -> Evidence:
        """The sentences of these hits."""
        return Evidence(
            hits, self.documents, lambda one: self._embedder.read_queries([one.text])[1][0]
        )


@pytest.fixture(scope="module")
def archive(embedder: Embedder) -> Archive:
    """A fund and a zoo."""
    return Archive(embedder)


def test_the_document_that_answers_has_more_of_everything_held(archive: Archive) -> None:
    """Each share of the question is larger where the answer stands than elsewhere."""
    question = "What is the budget of the wombat fund in euros?"
    good, poor = archive.measure(question, "fund"), archive.measure(question, "zoo")
    for name in ("sentence_fuzzy", "sentence_soft", "sentence_cosine", "nearby_fuzzy", "missing"):
        assert getattr(good, name) > getattr(poor, name), name


def test_the_best_sentence_is_taken_from_any_passage_found(archive: Archive) -> None:
    """A passage that ranks second may hold the sentence that is judged."""
    question = "Who feeds the koalas in Vienna?"
    first = archive.measure(question, "zoo")
    second = archive.measure(question, "fund", "zoo")
    assert second.sentence_soft == pytest.approx(first.sentence_soft, abs=1e-5)


def test_a_word_in_other_words_is_held_softly(archive: Archive) -> None:
    """A paraphrase that shares no letters is nearer than a word on something else."""
    near = archive.measure("How much money does the fund have?", "fund")
    far = archive.measure("How much hydrogen does the fund have?", "fund")
    assert near.sentence_soft > far.sentence_soft
    assert near.missing > far.missing


@pytest.mark.parametrize(
    ("held", "lacking", "feature"),
    [
        ("Did the wombat fund begin in 2017?", "Did the wombat fund begin in 2018?", "number"),
        ("Does Ulla Doe lead the fund?", "Does Ulrich Kowalski lead the fund?", "name"),
    ],
)
def test_a_missing_name_or_number_is_told(
    archive: Archive, held: str, lacking: str, feature: str
) -> None:
    """A question that differs in its name or number alone is measured as lacking just that."""
    good, poor = (
        getattr(archive.measure(q, "fund"), f"missing_{feature}") for q in (held, lacking)
    )
    assert good == pytest.approx(0.0)
    assert poor < -0.5


def test_words_of_another_language_are_missed_less(archive: Archive) -> None:
    """A German question shares names and cognates; its other words may be there in translation."""
    german = archive.measure("Wer leitet den Wombat Fund seit der Gründung?", "fund")
    english = archive.measure("Wombat Fund leitet Gründung", "fund")
    assert german.sentence_fuzzy > english.sentence_fuzzy
    assert german.missing > english.missing


def test_an_opposite_and_a_missing_negation_count_against_an_answer(archive: Archive) -> None:
    """'youngest' against 'oldest', and 'not' where nothing is negated, speak against."""
    assert archive.measure("Where does the youngest keeper feed koalas?", "zoo").opposite == 0
    assert archive.measure("Where does the newest keeper feed koalas?", "zoo").opposite == -1
    assert archive.measure("Which days does the zoo not open?", "zoo").missing_negation == 0
    assert archive.measure("Who does not lead the wombat fund?", "fund").missing_negation == -1


def test_what_the_question_says_itself_is_no_answer_of_the_wanted_kind(archive: Archive) -> None:
    """A year asked with is no date found."""
    assert archive.measure("When in 2017 did the wombat fund begin?", "fund").kind_found == 1
    assert archive.measure("When does the zoo open?", "zoo").kind_new == 1
    assert archive.measure("When in 2017 did the wombat fund begin?", "fund").kind_new == 0


def test_nothing_found_or_asked_is_measured_without_an_error(archive: Archive) -> None:
    """Without a hit, or without a word, the features are those of nothing."""
    assert archive.measure("What is the budget?") == NOTHING_FOUND
    assert archive.measure("???", "fund") == NOTHING_FOUND
    assert all(value < 0 for value in astuple(NOTHING_FOUND))


def test_the_dense_score_is_the_highest_of_the_hits(archive: Archive) -> None:
    """The order of the hits does not decide which cosine counts."""
    hits = [archive.hit("zoo", 0.2), archive.hit("fund", 0.7)]
    found = archive.measure_hits("wombat budget", hits)
    assert found.dense == pytest.approx(0.7)
