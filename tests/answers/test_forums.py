"""The forums and topics that people choose from."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumbot.answers.forums import Forum, forums, holding, matching, speaks_of, topics, topics_like
from forumbot.answers.outcomes import select_outcomes
from forumbot.archive.documents import read_archive
from forumbot.clock import fixed_clock
from forumbot.search.builder import BuildSettings, build
from forumbot.search.generation import Generation, load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.ports import Embedder

OUTCOMES = "\n\nThey met.\n\n## Outcomes\n\n- Training is needed\n"
FILES = {
    "a-talk.md": "---\nedition: 2\nkind: presentation\ntitle: A talk\n---\n# A talk\n\nWords.\n",
    "b-report.md": (
        "---\nedition: 2\nkind: report\ntitle: The second forum\nheld_on: 2018-04-26\n"
        f"themes: [skills, Économie]\n---\n# The second forum{OUTCOMES}"
    ),
    "c-first.md": (
        "---\nedition: 1\nkind: report\ntitle: The first forum\nthemes: [labelling, skills]\n---\n"
        f"# The first forum{OUTCOMES}"
    ),
    "d-meeting.md": (
        "---\nkind: report\ntitle: A meeting\nheld_on: 2018-10-01\n---\n"
        f"# A meeting{OUTCOMES}"
    ),
    "e-talk.md": "---\nedition: 3\nkind: presentation\ntitle: Only a talk\n---\n# T\n\nWords.\n",
    "f-page.md": "---\nthemes: [funding]\n---\n# A page\n\nNothing was concluded.\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def generation(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """Two numbered forums, a talk of a third, a meeting without a number, and a page."""
    folder: Path = tmp_path_factory.mktemp("forums")
    (folder / "knowledge").mkdir()
    for name, text in FILES.items():
        (folder / "knowledge" / name).write_text(text, encoding="utf-8")
    index = IndexFolder(folder / "index")
    clock = fixed_clock("2019-02-20")
    build(index, lambda: read_archive(folder / "knowledge"), embedder, clock, BuildSettings())
    return load_live(index)


def test_forums_come_oldest_first_and_those_of_no_known_day_last(generation: Generation) -> None:
    """A numbered forum of no known day stands before the next one whose day is known."""
    assert [forum.title for forum in forums(generation)] == [
        "The first forum", "The second forum", "A meeting", "Only a talk",
    ]  # fmt: skip


def test_a_numbered_forum_is_its_report_and_its_presentations(generation: Generation) -> None:
    """With the title and the day of the report, whichever is read first."""
    assert forums(generation)[1] == Forum(
        "edition:2", "The second forum", date(2018, 4, 26), frozenset({"a-talk.md", "b-report.md"})
    )


def test_without_a_report_a_presentation_stands_for_the_forum(generation: Generation) -> None:
    """Its title is all that is known."""
    assert forums(generation)[3] == Forum(
        "edition:3", "Only a talk", None, frozenset({"e-talk.md"})
    )


def test_another_document_with_outcomes_is_a_forum_by_itself(generation: Generation) -> None:
    """Its key is its path; a page that concludes nothing is none."""
    assert forums(generation)[2] == Forum(
        "d-meeting.md", "A meeting", date(2018, 10, 1), frozenset({"d-meeting.md"})
    )


def test_topics_are_the_themes_in_alphabetical_order(generation: Generation) -> None:
    """Each once; accents and case do not count in the order; none on which nothing is concluded."""
    assert topics(generation) == ["Économie", "labelling", "skills"]


@pytest.mark.parametrize("typed", ["eco", "ÉCO", " Éco "])
def test_what_is_typed_matches_whatever_its_accents_and_case(typed: str) -> None:
    """Names that begin so come first, the others follow in their order."""
    names = ["macro-economy", "Économie", "skills", "eco"]
    assert matching(typed, names) == ["Économie", "eco", "macro-economy"]


@pytest.mark.parametrize(
    "typed", ["3rd forum", "third forum", "forum 3", "the 3rd", "dritte forum"]
)
def test_words_match_in_any_order_and_numbers_however_written(typed: str) -> None:
    """No other forum's number does."""
    names = [f"{nth} European Cluster Policy Forum" for nth in ("First", "Third", "Thirteenth")]
    assert matching(typed, names) == ["Third European Cluster Policy Forum"]


def test_a_word_within_another_is_offered_last_and_names_nothing() -> None:
    """Who types on sees it; who typed that and no more did not mean it."""
    names = ["Harbour party", "Cluster art day", "Arts council"]
    assert matching("art", names) == ["Arts council", "Cluster art day", "Harbour party"]
    assert holding("art", names) == ["Arts council", "Cluster art day"]


@pytest.mark.parametrize(
    ("about", "is_on"),
    [("art", False), ("clusters", True), ("Policy", True), ("ring", False), ("VILLES", True),
     ("cluster cities", False), ("the policy", True), ("2019", True), ("19", False)],
)  # fmt: skip
def test_a_text_speaks_of_whole_words_in_any_form(about: str, is_on: bool) -> None:
    """No letters within another word are one."""
    assert speaks_of("Gathering of cluster policies, party of a ville 2019", about) is is_on


def test_a_last_word_may_be_unfinished() -> None:
    """As while it is typed."""
    assert matching("forum cl", ["Third European Cluster Policy Forum", "Forum day"]) == [
        "Third European Cluster Policy Forum"
    ]
    assert matching("the", ["Forum day"]) == []


@given(st.text(max_size=5), st.lists(st.text(max_size=10), max_size=10))
def test_only_given_names_are_found_and_nothing_typed_finds_all(
    typed: str, names: list[str]
) -> None:
    """Whatever they are."""
    assert set(matching(typed, names)) <= set(names)
    assert matching("", names) == names


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("compé", "skills"),
        ("Kompet", "skills"),
        ("spécialisation int", "smart specialisation"),
        ("Clusterpolitik", "cluster policy"),
        ("SKI", "skills"),
        ("xyzzy", None),
        ("c", "cluster policy"),
    ],
)
def test_topics_are_offered_by_their_words_in_any_language(typed: str, first: str | None) -> None:
    """Typed to their end or not; of a letter or two only what begins so itself."""
    known = ["cluster policy", "skills", "smart specialisation"]
    assert next(iter(topics_like(typed, known, ["en"])), None) == first


def test_what_was_superseded_is_no_forum_and_states_no_outcome(generation: Generation) -> None:
    """Its outcomes are given where it is named by its path."""
    known = generation.documents
    changed = {**known, "d-meeting.md": replace(known["d-meeting.md"], superseded_by="c-first.md")}
    after = replace(generation, documents=changed)
    before = [forum.title for forum in forums(generation)]
    assert [forum.title for forum in forums(after)] == [one for one in before if one != "A meeting"]
    assert "d-meeting.md" not in {entry.document.doc_id for entry in select_outcomes(after)}
    [entry] = select_outcomes(after, doc_id="d-meeting.md")
    assert entry.document.superseded_by == "c-first.md"
