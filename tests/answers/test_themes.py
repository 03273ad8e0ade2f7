from datetime import date

import pytest

from forumbot.answers.themes import last_conclusions
from forumbot.archive.documents import read_archive
from forumbot.clock import fixed_clock
from forumbot.search.builder import BuildSettings, build
from forumbot.search.generation import Generation, load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.ports import Embedder


def report(title: str, held_on: str, *outcomes: str) -> str:
    """A report that states outcomes."""
    items = "\n".join(f"- {outcome}" for outcome in outcomes)
    held = f"held_on: {held_on}\n" if held_on else ""
    front = f"---\ntitle: {title}\nkind: report\n{held}themes: [mobility]\n---\n"
    ends = f"\n## Outcomes\n\n{items}\n" if items else ""
    return f"{front}# {title}\n\nThey met.\n{ends}"


SKILLS, LABELS = "Skills need training", "Labels stay as they are"
BOTH = "Internationalisation needs skills, and training"
WIDE = ("Smart specialisation is welcome", "Clusters are smart")
FILES = {
    "reports/first.md": report("First", "2017-01-02", "Hydrogen is key", "Labels are new"),
    "reports/second.md": report("Second", "2018-04-26", SKILLS, LABELS, BOTH, *WIDE),
    "reports/undated.md": report("Undated", "", "Skills are undated"),
    "reports/third.md": report("Third", "2019-03-14", "Skills come third"),
    "reports/none.md": report("None", "2018-12-01"),
    "reports/many.md": report("Many", "2020-01-01", *(f"Skills {n} count" for n in "abcde")),
}


@pytest.fixture(scope="module")
def generation(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """Reports of several years, one of them without a day and one without outcomes."""
    folder = tmp_path_factory.mktemp("themes")
    for name, text in FILES.items():
        path = folder / "knowledge" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    index = IndexFolder(folder / "index")
    clock = fixed_clock("2019-02-20")
    build(index, lambda: read_archive(folder / "knowledge"), embedder, clock, BuildSettings())
    return load_live(index)


def concluded(generation: Generation, *themes: str, before: str = "2019-03-14") -> list[str]:
    """The texts of the conclusions on the themes before a day."""
    found = last_conclusions(generation, themes, date.fromisoformat(before))
    return [entry.outcome.text for entry in found]


def test_the_last_report_with_outcomes_before_the_day_is_quoted(generation: Generation) -> None:
    """Not an older one, not one of that very day, not one without a day or without outcomes."""
    assert concluded(generation, "skills") == [SKILLS, BOTH]
    assert concluded(generation, "skills", before="2019-03-15") == ["Skills come third"]
    assert concluded(generation, "labels", before="2018-04-26") == ["Labels are new"]
    assert concluded(generation, "labels", before="2017-01-02") == []


def test_what_holds_more_of_the_themes_comes_first(generation: Generation) -> None:
    """Then the order of the report."""
    assert concluded(generation, "skills", "internationalisation") == [BOTH, SKILLS]
    assert concluded(generation, "labels", "skills") == [SKILLS, LABELS, BOTH]


def test_at_most_three_are_quoted(generation: Generation) -> None:
    """The first three of the report."""
    assert concluded(generation, "skills", before="2020-02-01") == [
        "Skills a count", "Skills b count", "Skills c count",
    ]  # fmt: skip


@pytest.mark.parametrize("themes", [(), ("",), ("hydrogen",), ("the",), ("mobility",)])
def test_nothing_is_quoted_where_nothing_fits(
    generation: Generation, themes: tuple[str, ...]
) -> None:
    """An older report is not looked in, nor do themes of documents stand for their outcomes."""
    assert concluded(generation, *themes) == []


def test_a_theme_of_several_words_has_to_be_there_whole(generation: Generation) -> None:
    """Half of it is another theme; capitals and other forms of the words do not matter."""
    assert concluded(generation, "smart specialisation") == [WIDE[0]]
    assert concluded(generation, "Smart Specialisations") == [WIDE[0]]
    assert concluded(generation, "LABEL") == concluded(generation, "labelling") == [LABELS]


def test_a_conclusion_comes_with_the_document_that_states_it(generation: Generation) -> None:
    """So that it can be quoted with its source."""
    (entry, *_more) = last_conclusions(generation, ("skills",), date(2019, 3, 14))
    assert entry.document.doc_id == "reports/second.md"
    stretch = slice(entry.outcome.start, entry.outcome.end)
    assert entry.document.text[stretch] == entry.outcome.text
