import pytest

from forumbot.answers.outcomes import select_outcomes
from forumbot.archive.documents import read_archive
from forumbot.clock import fixed_clock
from forumbot.errors import UsageError
from forumbot.search.builder import BuildSettings, build
from forumbot.search.generation import Generation, load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.ports import Embedder


def report(title: str, held_on: str, themes: str, *outcomes: str) -> str:
    """A report that states outcomes."""
    items = "\n".join(f"- {outcome}" for outcome in outcomes)
    held = f"held_on: {held_on}\n" if held_on else ""
    front = f"---\ntitle: {title}\nkind: report\n{held}themes: [{themes}]\n---\n"
    return f"{front}# {title}\n\nThey met.\n\n## Outcomes\n\n{items}\n"


FILES = {
    "reports/a-undated.md": report("Undated", "", "mobility", "Exchanges are welcome"),
    "reports/b-second.md": report(
        "Second forum", "2018-04-26", "skills, Förderung", "Skills need training", "Labels stay"
    ),
    "reports/c-first.md": report("First", "2017-01-02", "labelling", "Digitisation is key"),
    "pages/b-talk.md": (
        "---\ntitle: Talk\nkind: presentation\nheld_on: 2018-04-26\n---\n\n"
        "The second forum concluded that skills ask for training.\n"
    ),
    "pages/d-retold.md": "# Labels\n\nThe 2nd forum concluded that labels stay.\n",
    "pages/c-first.md": "# No outcomes here\n\nNothing was concluded.\n",
}


@pytest.fixture(scope="module")
def generation(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """Three reports with outcomes, named against the order of their days, a talk, and a page."""
    folder = tmp_path_factory.mktemp("topics")
    for name, text in FILES.items():
        path = folder / "knowledge" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    index = IndexFolder(folder / "index")
    clock = fixed_clock("2019-02-20")
    build(index, lambda: read_archive(folder / "knowledge"), embedder, clock, BuildSettings())
    return load_live(index)


def texts(generation: Generation, topic: str | None = None, doc_id: str | None = None) -> list[str]:
    """The texts of the selected outcomes, in order."""
    return [entry.outcome.text for entry in select_outcomes(generation, topic, doc_id)]


def test_outcomes_come_oldest_forum_first_and_undated_last(generation: Generation) -> None:
    """Order follows the day the forum was held, then the order in its report."""
    assert texts(generation) == [
        "Digitisation is key", "Skills need training", "Labels stay", "Exchanges are welcome",
    ]  # fmt: skip


def test_what_a_talk_retells_is_given_where_the_talk_is_named(generation: Generation) -> None:
    """The report of its day lists the outcomes, so that none is listed twice."""
    retold = "The second forum concluded that skills ask for training."
    assert texts(generation, doc_id="pages/b-talk.md") == [retold]
    assert retold not in texts(generation, "skills")
    assert texts(generation, doc_id="pages/d-retold.md")
    assert not any("concluded" in one for one in texts(generation))


@pytest.mark.parametrize("topic", ["skills", "SKILL training", "skils trainng"])
def test_a_topic_selects_the_outcomes_that_speak_of_it(generation: Generation, topic: str) -> None:
    """Capitals, other forms of a word and typos do not matter."""
    assert texts(generation, topic) == ["Skills need training"]


@pytest.mark.parametrize("topic", ["rain", "king", "ability", "exchequer", "labyrinth"])
def test_letters_of_other_words_are_no_topic(generation: Generation, topic: str) -> None:
    """``rain`` is in ``training``, and nobody spoke of it."""
    assert texts(generation, topic) == []


@pytest.mark.parametrize("topic", ["mobility", "Mobility "])
def test_where_no_outcome_says_it_the_themes_of_documents_are_taken(
    generation: Generation, topic: str
) -> None:
    """A theme of the front matter selects all outcomes of its document."""
    assert texts(generation, topic) == ["Exchanges are welcome"]


@pytest.mark.parametrize("topic", ["compétences", "umiejętności", "les compétences"])
def test_a_topic_of_another_language_is_taken_in_that_of_the_documents(
    generation: Generation, topic: str
) -> None:
    """Where none of them holds it as it is typed."""
    assert texts(generation, topic) == ["Skills need training"]


def test_themes_are_found_with_their_accents_left_off(generation: Generation) -> None:
    """``forderung`` finds the theme ``Förderung``."""
    assert texts(generation, "forderung") == ["Skills need training", "Labels stay"]


def test_an_absent_topic_selects_nothing(generation: Generation) -> None:
    """Nothing is made up for a topic that no outcome and no theme holds."""
    assert texts(generation, "hydrogen") == []


@pytest.mark.parametrize("topic", [None, "", "  "])
def test_a_blank_topic_is_none(generation: Generation, topic: str | None) -> None:
    """White space selects everything."""
    assert len(texts(generation, topic)) == 4


@pytest.mark.parametrize("name", ["reports/b-second.md", "b-second.md", "reports/b-second"])
def test_a_document_is_named_in_three_ways(generation: Generation, name: str) -> None:
    """Its id, its file name and its id without suffix all do."""
    assert texts(generation, doc_id=name) == ["Skills need training", "Labels stay"]


@pytest.mark.parametrize(
    ("name", "problem"),
    [("gone.md", "is not in the index"), ("", "is not in the index"),
     ("c-first.md", "names several documents")],
)  # fmt: skip
def test_an_unknown_or_ambiguous_document_is_refused(
    generation: Generation, name: str, problem: str
) -> None:
    """The message says what is wrong with the name and how to see the right ones."""
    with pytest.raises(UsageError, match=f"{problem}.*index status"):
        select_outcomes(generation, doc_id=name)


def test_topic_and_document_go_together(generation: Generation) -> None:
    """Both limit the selection."""
    assert texts(generation, "skills", "reports/c-first.md") == []
    assert texts(generation, "labels", "b-second.md") == ["Labels stay"]


def test_an_outcome_as_json_has_the_fields_of_the_contract(generation: Generation) -> None:
    """Its text is the stretch of the document that it names; an unknown day is null."""
    records = [entry.to_json() for entry in select_outcomes(generation)]
    for record in records:
        assert list(record) == ["doc_id", "number", "text", "start", "end", "title", "held_on"]
        text = generation.documents[record["doc_id"]].text
        assert text[record["start"] : record["end"]] == record["text"]
    assert [record["held_on"] for record in records] == [
        "2017-01-02", "2018-04-26", "2018-04-26", None,
    ]  # fmt: skip
    assert [record["number"] for record in records] == [1, 1, 2, 1]
