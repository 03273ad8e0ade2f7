import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples
from tests.written import Written

from forumbot.answers.answerer import Answer, Answerer, Citation, Finding, hit_to_json
from forumbot.answers.deciding.confidence import shipped_judge
from forumbot.answers.deciding.evidence import Features
from forumbot.answers.quoting.lock import QuoteLock
from forumbot.answers.writing import Material
from forumbot.archive.documents import read_archive
from forumbot.asking.question import check_question
from forumbot.clock import Clock, fixed_clock
from forumbot.config import AnswersConfig, RetrievalConfig
from forumbot.errors import UsageError
from forumbot.search.builder import BuildSettings, build
from forumbot.search.generation import Generation, load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.ports import Embedder
from forumbot.search.retriever import Retriever

MakeArchive = Callable[[dict[str, str | bytes]], Path]

SHIPPED = Path(__file__).resolve().parents[2] / "knowledge"
NOW = fixed_clock("2019-02-20T12:00Z")
NEXT_FORUM = "When and where is the next European Cluster Policy Forum?"
ALWAYS, NEVER = AnswersConfig(threshold=0.0), AnswersConfig(threshold=1.0)

FUND = "# Wombat fund\n\nThe budget of the wombat fund is 5 million euros [3].\n"
ZOO = "# Zoo meeting\n\nThe zoo meeting was held in Vienna. Its keepers spoke of feeding [1].\n"


def answerer_of(
    knowledge: Path,
    index: Path,
    embedder: Embedder,
    clock: Clock = NOW,
    settings: AnswersConfig | None = None,
) -> tuple[Answerer, Generation]:
    """Build an index of a folder and answer from it."""
    build(IndexFolder(index), lambda: read_archive(knowledge), embedder, clock, BuildSettings())
    return answerer_from(knowledge, index, embedder, settings)


def answerer_from(
    knowledge: Path, index: Path, embedder: Embedder, settings: AnswersConfig | None = None
) -> tuple[Answerer, Generation]:
    """Answer from the index of a folder."""
    generation = load_live(IndexFolder(index))
    retriever = Retriever(generation, embedder, RetrievalConfig())
    lock = QuoteLock(knowledge)
    answerer = Answerer(retriever, lock, shipped_judge(), settings or AnswersConfig())
    return answerer, generation


@pytest.fixture(scope="module")
def on_seed(seed: Path, seed_index: Path, embedder: Embedder) -> tuple[Answerer, Generation]:
    """The real report of the third forum, as it came."""
    return answerer_from(seed, seed_index, embedder)


@pytest.fixture(scope="module")
def on_shipped(shipped_index: Path, embedder: Embedder) -> tuple[Answerer, Generation]:
    """The archive that ships with forumbot."""
    return answerer_from(SHIPPED, shipped_index, embedder)


@pytest.fixture(params=["on_seed", "on_shipped"])
def archive(request: pytest.FixtureRequest) -> tuple[Answerer, Generation]:
    """Each of the two archives in turn."""
    found: tuple[Answerer, Generation] = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def two_files(
    make_archive: MakeArchive, tmp_path: Path, embedder: Embedder
) -> tuple[Answerer, Path]:
    """A folder of two small files and an answerer that always quotes what it finds."""
    folder = make_archive({"fund.md": FUND, "zoo.md": ZOO})
    answerer, _ = answerer_of(folder, tmp_path / "index", embedder, settings=ALWAYS)
    return answerer, folder


def quotes(answer: Answer) -> str:
    """All that the answer quotes, as an answer or as what comes nearest."""
    return "\n".join(citation.quote for citation in (*answer.citations, *answer.nearest))


def check(answer: Answer, generation: Generation) -> None:
    """Whatever was asked, this holds of every answer."""
    cited = (*answer.citations, *answer.nearest)
    for citation in cited:
        text = generation.documents[citation.doc_id].text
        assert citation.quote == text[citation.start : citation.end]
        assert citation.quote.strip()
        assert citation.title == generation.documents[citation.doc_id].title
    assert sum(len(citation.quote) for citation in cited) <= 700
    numbers = [int(number) for number in re.findall(r"\[(\d+)\]", answer.text)]
    assert numbers == [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert (answer.status == "answered") == bool(answer.citations)
    assert bool(answer.nearest) <= (answer.finding is Finding.NEAR)
    assert 0.0 <= answer.confidence <= 1.0
    assert answer.text
    assert answer.elapsed_ms > 0


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (NEXT_FORUM, ["14 March 2019", "Brussels"]),
        ("Which conference takes place in Bucharest?", ["European Cluster Conference"]),
        ("What is the budget of ClusterXchange?", ["€3.6 million"]),
        ("Who spoke on cluster excellence labelling?", ["Floch", "Kergel"]),
        ("clusterxchange budget", ["€3.6 million"]),
        ("WHO SPOKE ON CLUSTER EXCELLENCE LABELLING", ["Floch", "Kergel"]),
    ],
)  # fmt: skip
def test_what_the_archive_holds_is_answered_with_its_words(
    archive: tuple[Answerer, Generation], question: str, wanted: list[str]
) -> None:
    """The seed and the shipped archive answer the questions that they must answer."""
    answerer, generation = archive
    answer = answerer.answer(check_question(question))
    check(answer, generation)
    assert answer.finding is Finding.ANSWER
    assert all(words in quotes(answer) for words in wanted), quotes(answer)


@pytest.mark.parametrize(
    "question", ["What was decided about hydrogen valleys?", "hydrogen valleys decision"]
)
def test_what_the_archive_does_not_hold_is_not_answered(
    archive: tuple[Answerer, Generation], question: str
) -> None:
    """The answer says no in words, cites nothing, and still gives the nearest passages."""
    answerer, generation = archive
    answer = answerer.answer(check_question(question))
    check(answer, generation)
    assert answer.status == "no_answer"
    assert answer.citations == ()
    assert answer.text.startswith(("The archive ", "I find no answer "))
    assert answer.hits


def test_a_date_that_no_quote_holds_is_not_answered(
    archive: tuple[Answerer, Generation],
) -> None:
    """The subject is quoted as the nearest, and the words say that no such date is in it."""
    answerer, generation = archive
    answer = answerer.answer(check_question("What is the end date of the ClusterXchange pilot?"))
    check(answer, generation)
    assert answer.finding is Finding.NEAR
    assert "end date" in answer.text
    assert any("ClusterXchange" in citation.quote for citation in answer.nearest)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Soren Ron", "Søren Røn"),
        ("herve floch", "Hervé Floch"),
        ("SOREN RON", "Søren Røn"),
        ("Wat is the budgt of ClusterXchnge?", "€3.6 million"),
        ("who spok on cluster excelence labelling", "Kergel"),
        ("när är the next european cluster forum in brussel?", "14 March 2019"),
    ],
)
def test_typos_and_missing_accents_find_the_right_passage(
    archive: tuple[Answerer, Generation], question: str, wanted: str
) -> None:
    """A right passage is among the first three, however the question is spelt."""
    answerer, generation = archive
    answer = answerer.answer(check_question(question))
    check(answer, generation)
    assert any(wanted in hit.passage.text for hit in answer.hits[:3])


@pytest.mark.parametrize(
    ("question", "understood", "wanted"),
    [
        (
            "Who spoke on cluser exellence labelling?",
            "Who spoke on cluster excellence labelling?",
            ["Floch", "Kergel"],
        ),
        (
            "Who spoke on cluser excelence labelling?",
            "Who spoke on cluster excellence labelling?",
            ["Floch", "Kergel"],
        ),
        (
            "What is the budgt of ClusterXchnge?",
            "What is the budget of clusterxchange?",
            ["€3.6 million"],
        ),
    ],
)
def test_mistyped_words_are_mended_and_the_question_answered(
    archive: tuple[Answerer, Generation], question: str, understood: str, wanted: list[str]
) -> None:
    """The answer says how the question was read, and keeps it as it was asked."""
    answerer, generation = archive
    answer = answerer.answer(check_question(question))
    check(answer, generation)
    assert (answer.question, answer.understood.text) == (question, understood)
    assert answer.finding is Finding.ANSWER
    assert all(words in quotes(answer) for words in wanted), quotes(answer)
    assert answer.to_json()["understood"] == understood
    assert answerer.search(check_question(question), 3) == answerer.search(
        check_question(understood), 3
    )
    assert answerer.measure_all([check_question(question)]) == answerer.measure_all(
        [check_question(understood)]
    )


@pytest.mark.parametrize(
    "question", [NEXT_FORUM, "Who spoke on cluster excellence labelling?", "Søren Røn", "€3.6"]
)
def test_a_question_without_a_mistake_is_understood_as_it_is(
    archive: tuple[Answerer, Generation], question: str
) -> None:
    """What the archive knows is not touched."""
    assert archive[0].answer(check_question(question)).understood.text == question


def test_an_answer_can_be_taken_from_some_documents_alone(
    two_files: tuple[Answerer, Path],
) -> None:
    """Nothing of the other documents is found, quoted, or shown as nearest."""
    question = "What is the budget of the wombat fund?"
    for only in ({"fund.md"}, ["zoo.md"]):
        [answer] = two_files[0].answer_all([check_question(question)], only)
        cited = {citation.doc_id for citation in (*answer.citations, *answer.nearest)}
        assert {hit.passage.doc_id for hit in answer.hits} == set(only)
        assert cited <= set(only)
    [anywhere] = two_files[0].answer_all([check_question(question)])
    assert {hit.passage.doc_id for hit in anywhere.hits} == {"fund.md", "zoo.md"}


def test_no_document_to_answer_from_is_an_honest_no(
    on_seed: tuple[Answerer, Generation],
) -> None:
    """Neither an empty choice nor an unknown id fails."""
    for only in ([], ["gone.md"]):
        [answer] = on_seed[0].answer_all([check_question(NEXT_FORUM)], only)
        check(answer, on_seed[1])
        assert (answer.finding, answer.hits) == (Finding.NOTHING, ())


def test_the_generation_that_is_answered_from_is_told(
    on_seed: tuple[Answerer, Generation],
) -> None:
    """It is the very one that the answerer was given."""
    assert on_seed[0].generation is on_seed[1]


@pytest.mark.parametrize("question", ["soren ron", "Herve Floch"])
def test_a_bare_name_is_quoted_though_its_accents_are_left_off(
    on_seed: tuple[Answerer, Generation], question: str
) -> None:
    """The quotes, as an answer or as the nearest, hold the person who was meant."""
    answer = on_seed[0].answer(check_question(question))
    assert {"soren ron": "Søren Røn", "Herve Floch": "Hervé Floch"}[question] in quotes(answer)


def test_a_list_answers_as_a_list_with_its_lead_in(
    on_seed: tuple[Answerer, Generation],
) -> None:
    """The six common challenges stand in the first quote, one a line, under their lead-in."""
    answerer, generation = on_seed
    answer = answerer.answer(
        check_question("What common challenges to cluster policy were identified?")
    )
    check(answer, generation)
    lead_in, *items = answer.citations[0].quote.splitlines()
    assert lead_in.endswith("identified common challenges to cluster policy in Europe:")
    assert len(items) == 6
    assert all(item.startswith("• ") for item in items)
    assert items[-1] == "• Professionalising cluster organisations"


def test_a_quote_says_where_it_stands(on_seed: tuple[Answerer, Generation]) -> None:
    """A citation names document, section and dates, the day of the event and of the report."""
    answer = on_seed[0].answer(check_question(NEXT_FORUM))
    citation = answer.citations[0].to_json()
    assert citation["doc_id"] == "third-forum.txt"
    assert citation["section"] == "Next Edition"
    assert (citation["held_on"], citation["published_on"]) == ("2018-11-15", "2019-03-08")


_FRAGMENTS = st.sampled_from(
    ["forum", "[1]", "[3]", "Brussels", "ClusterXchange", "\x1b[2J", "[bold]", "€", "İ", "ﬀ", "中",
     "\u202e", "e\u0301", "%s{}", "--json", "\x00", "2019", "Who", "?", "'; DROP"]
)  # fmt: skip


@examples(25)
@given(st.one_of(st.text(max_size=120), st.lists(_FRAGMENTS, max_size=12).map(" ".join)))
def test_any_question_is_answered_or_refused_as_misuse(
    on_seed: tuple[Answerer, Generation], question: str
) -> None:
    """No text makes answering fail, and whatever is answered is quoted verbatim."""
    answerer, generation = on_seed
    try:
        answer = answerer.answer(check_question(question))
    except UsageError:
        return
    check(answer, generation)


def test_questions_asked_together_get_the_answers_they_get_alone(
    on_seed: tuple[Answerer, Generation],
) -> None:
    """Batching changes neither order nor content."""
    questions = ["Where is the next forum?", "Hydrogen?", "Who spoke on labelling?"]
    together = on_seed[0].answer_all([check_question(one) for one in questions])
    assert [answer.question for answer in together] == questions
    for question, answer in zip(questions, together, strict=True):
        alone = on_seed[0].answer(check_question(question))
        assert (alone.text, alone.citations) == (answer.text, answer.citations)
        assert alone.confidence == pytest.approx(answer.confidence, abs=1e-4)
    assert on_seed[0].answer_all([]) == []


def test_what_a_decision_rests_on_can_be_measured(on_seed: tuple[Answerer, Generation]) -> None:
    """The fit sees the very numbers from which an answer's confidence is made."""
    questions = ["Where is the next forum?", "What was decided about hydrogen valleys?"]
    measured = on_seed[0].measure_all([check_question(one) for one in questions])
    for question, features in zip(questions, measured, strict=True):
        assert isinstance(features, Features)
        assert all(isinstance(getattr(features, field.name), float) for field in fields(features))
        confidence = shipped_judge().answerable.probability(features)
        assert on_seed[0].answer(check_question(question)).confidence == pytest.approx(
            confidence, abs=1e-4
        )


def test_confidence_orders_questions_by_what_the_archive_holds(
    archive: tuple[Answerer, Generation],
) -> None:
    """A question that the archive answers is surer than one on something else."""
    answered = archive[0].answer(check_question(NEXT_FORUM))
    absent = archive[0].answer(check_question("What was decided about hydrogen valleys?"))
    assert answered.confidence > 0.5 > absent.confidence


def test_a_threshold_of_the_settings_decides(
    on_seed: tuple[Answerer, Generation], seed: Path, embedder: Embedder
) -> None:
    """At 0 every question is answered, at 1 none; the confidence is the same."""
    generation = on_seed[1]
    answers = [
        Answerer(
            Retriever(generation, embedder, RetrievalConfig()),
            QuoteLock(seed), shipped_judge(), threshold,
        ).answer(check_question(NEXT_FORUM))
        for threshold in (ALWAYS, NEVER)
    ]  # fmt: skip
    assert [answer.status for answer in answers] == ["answered", "no_answer"]
    assert answers[0].confidence == answers[1].confidence
    assert answers[1].citations == ()


def test_a_writer_of_its_own_stands_above_the_same_quotes(
    on_seed: tuple[Answerer, Generation], seed: Path, embedder: Embedder
) -> None:
    """Its block is the first, also of the text; what is quoted and decided stays."""
    plain, generation = on_seed
    written: list[Material] = []

    def write(material: Material) -> tuple[Written]:
        written.append(material)
        return (Written("In words of its own [1]."),)

    retriever = Retriever(generation, embedder, RetrievalConfig())
    judge, settings = shipped_judge(), AnswersConfig()
    answerer = Answerer(retriever, QuoteLock(seed), judge, settings, write=write)
    answer, expected = (one.answer(check_question(NEXT_FORUM)) for one in (answerer, plain))
    assert answer.blocks[0] == Written("In words of its own [1].")
    assert answer.to_json()["blocks"][0] == {"kind": "written", "text": "In words of its own [1]."}
    assert answer.remark == ""
    assert answer.text.startswith("In words of its own [1].\n\n")
    assert answer.citations == expected.citations
    assert answer.confidence == expected.confidence
    (material,) = written
    assert all(
        cited.quote in text for cited, text in zip(answer.citations, material.texts, strict=True)
    )


def test_a_limit_on_quotes_is_kept(
    on_seed: tuple[Answerer, Generation], seed: Path, embedder: Embedder
) -> None:
    """Quotes together never exceed the limit of the settings."""
    retriever = Retriever(on_seed[1], embedder, RetrievalConfig())
    short = AnswersConfig(max_quote_chars=120, threshold=0.0)
    answer = Answerer(retriever, QuoteLock(seed), shipped_judge(), short).answer(
        check_question("What challenges?")
    )
    assert 0 < sum(len(citation.quote) for citation in answer.citations) <= 120


def test_a_reference_in_a_document_is_no_citation_of_the_answer(
    two_files: tuple[Answerer, Path],
) -> None:
    """A ``[3]`` of the text is told from the answer's own numbers, and quoted as it is."""
    answer = two_files[0].answer(check_question("What is the budget of the wombat fund?"))
    assert "5 million euros [3]." in answer.citations[0].quote
    found = re.findall(r"\[(\d+)\]", answer.text)
    assert found == [str(citation.number) for citation in answer.citations]
    assert "5 million euros ［3］." in answer.text


def test_a_quote_whose_file_changed_is_withheld_and_its_document_named(
    two_files: tuple[Answerer, Path],
) -> None:
    """What changed is not shown; which document is stale is said, but no command to members."""
    answerer, folder = two_files
    (folder / "fund.md").write_text(FUND.replace("5 million", "9 million"), encoding="utf-8")
    answer = answerer.answer(check_question("What is the budget of the wombat fund?"))
    assert answer.stale == ("fund.md",)
    assert "million" not in quotes(answer)
    assert "5 million" not in answer.text
    assert "fund.md" in answer.text
    assert "forumbot index build" not in answer.text


def test_a_file_with_text_added_elsewhere_still_answers(
    two_files: tuple[Answerer, Path],
) -> None:
    """A quote that still stands in the file is shown, though the file is another one."""
    answerer, folder = two_files
    (folder / "fund.md").write_text(f"{FUND}\nAn addition.\n", encoding="utf-8")
    answer = answerer.answer(check_question("What is the budget of the wombat fund?"))
    assert answer.stale == ()
    assert "5 million" in answer.citations[0].quote


def test_a_deleted_file_is_withheld(two_files: tuple[Answerer, Path]) -> None:
    """What was deleted stops answering before the next build."""
    answerer, folder = two_files
    (folder / "fund.md").unlink()
    answer = answerer.answer(check_question("What is the budget of the wombat fund?"))
    assert "fund.md" in answer.stale
    assert "million" not in quotes(answer)


def test_with_every_quote_withheld_nothing_is_answered(two_files: tuple[Answerer, Path]) -> None:
    """An answer without a quote is none, even where it would be sure."""
    answerer, folder = two_files
    for path in folder.iterdir():
        path.unlink()
    answer = answerer.answer(check_question("What is the budget of the wombat fund?"))
    assert answer.status == "no_answer"
    assert (answer.citations, answer.nearest) == ((), ())
    assert answer.stale == ("fund.md",)
    assert "nor anything that treats the subject" not in answer.text


def test_an_answer_in_the_other_form_of_an_acronym_is_as_sure(
    make_archive: MakeArchive, tmp_path: Path, embedder: Embedder
) -> None:
    """Who asks with the full name is answered by the sentence with the acronym, and the reverse."""
    folder = make_archive(
        {
            "group.md": "# Group\n\nThe Regional Innovation Board (RIB) was founded in 2015.\n",
            "minutes.md": "# Minutes\n\nThe RIB chose Ghent for its seat.\n",
            "zoo.md": ZOO,
        }
    )
    answerer, _generation = answerer_of(folder, tmp_path / "index", embedder)
    short = answerer.answer(check_question("Which city did the RIB choose for its seat?"))
    long = answerer.answer(
        check_question("Which city did the Regional Innovation Board choose for its seat?")
    )
    assert "Ghent" in quotes(short)
    assert "Ghent" in quotes(long)
    assert long.confidence == pytest.approx(short.confidence, abs=0.05)


def test_a_forum_that_is_named_is_told_to_come_first(archive: tuple[Answerer, Generation]) -> None:
    """A member sees how the question was taken; a question that names none says nothing of it."""
    answerer, _generation = archive
    named = answerer.answer(check_question("What was said about labelling at the third forum?"))
    assert named.heeded == ("the third forum",)
    assert named.preference == "Documents of the third forum come first."
    assert named.to_json()["heeded"] == ["the third forum"]
    plain = answerer.answer(check_question("What was said about labelling?"))
    assert (plain.heeded, plain.preference) == ((), "")


def test_an_answer_as_json_has_the_fields_of_the_contract(
    on_seed: tuple[Answerer, Generation],
) -> None:
    """Scripts find every field; the id is null where the question has none."""
    answer = on_seed[0].answer(check_question("Who spoke on cluster excellence labelling?"))
    record = answer.to_json("q1")
    assert record["id"] == "q1"
    assert answer.to_json()["id"] is None
    assert {"question", "understood", "status", "confidence", "text", "citations", "finding",
            "nearest", "hits", "elapsed_ms"} <= record.keys()  # fmt: skip
    assert {"number", "doc_id", "title", "section", "page", "url", "start", "end",
            "quote"} <= record["citations"][0].keys()  # fmt: skip
    assert [hit["rank"] for hit in record["hits"]] == list(range(1, len(answer.hits) + 1))
    assert record["hits"][0] == hit_to_json(1, answer.hits[0])
    assert {"rank", "doc_id", "page", "start", "end", "text", "score"} <= record["hits"][0].keys()


def test_a_citation_without_dates_says_so_in_json() -> None:
    """What is not known is null, never left out or made up."""
    record = Citation(1, "a.txt", "A", None, None, None, 0, 1, "x").to_json()
    assert (record["held_on"], record["published_on"], record["lead_in"]) == (None, None, None)
    assert (record["section"], record["page"], record["url"]) == (None, None, None)


@pytest.mark.parametrize(
    "question",
    [
        "What were the outcomes of the ninth European Cluster Policy Forum?",
        "What was decided on clusters in 2031?",
        "What was decided about zyglophobic quuxation of clusters?",
    ],
)
def test_no_threshold_however_low_answers_what_the_archive_lacks(
    shipped_index: Path, embedder: Embedder, question: str
) -> None:
    """A forum, a year and a subject that are not there are told so, at a threshold of 0 too."""
    answerer, _generation = answerer_from(SHIPPED, shipped_index, embedder, ALWAYS)
    assert answerer.answer(check_question(question)).finding is not Finding.ANSWER
