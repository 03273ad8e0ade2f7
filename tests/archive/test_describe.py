import json
from datetime import date
from pathlib import Path

import pytest

from forumbot.archive.describe import describe
from forumbot.archive.documents import parse_document
from forumbot.archive.formats.plain import plain_pieces
from forumbot.archive.layout import lay_out


def test_what_is_stated_is_taken_and_no_guess() -> None:
    """Front matter goes before everything that the text says."""
    metadata: dict[str, object] = {
        "title": "Third forum", "held_on": date(2018, 11, 15), "published_on": "8 March 2019",
        "language": "en",
    }  # fmt: skip
    found = describe("x.txt", lay_out(plain_pieces("Other\n\n1 May 2017\n\nText."), metadata))
    assert (found.title, found.held_on) == ("Third forum", date(2018, 11, 15))
    assert (found.published_on, found.guessed) == (date(2019, 3, 8), ())


def test_what_is_concluded_is_marked_as_a_guess() -> None:
    """Title and dates from the text are named as guessed."""
    text = "Third forum\n\nPublished on 8 March 2019\n\n15 November 2018\n\nThe forum met there."
    found = describe("x.txt", lay_out(plain_pieces(text)))
    assert found.guessed == ("title", "published_on", "held_on")
    assert (found.published_on, found.held_on) == (date(2019, 3, 8), date(2018, 11, 15))


@pytest.mark.parametrize(
    ("doc_id", "kind"),
    [
        ("reports/a.md", "report"), ("a.md", "document"), ("post/lamp.eml/plan.csv", "post"),
        ("lamp.eml/plan.csv", "document"),
    ],
)  # fmt: skip
def test_the_kind_is_what_the_folder_is_called(doc_id: str, kind: str) -> None:
    """Of what came with a mail it is the mail's folder, no file."""
    assert describe(doc_id, lay_out(plain_pieces("It met."))).kind == kind


@pytest.mark.parametrize(
    "stated", ["Report", "Microsoft Word - final.doc", "PowerPoint-Präsentation"]
)
def test_a_stated_title_that_says_nothing_gives_way(stated: str) -> None:
    """What a program wrote into the file is no better than its heading."""
    found = describe("x.txt", lay_out(plain_pieces("Third forum\n\nIt met."), {"title": stated}))
    assert (found.title, "title" in found.guessed) == ("Third forum", True)


def test_a_further_key_may_have_the_title_that_the_first_lacks() -> None:
    """Of several stated titles the first that says anything is taken, and is no guess."""
    metadata: dict[str, object] = {"title": "Report", "source_title": "Report on clusters"}
    found = describe("x.txt", lay_out(plain_pieces("Text goes on."), metadata))
    assert (found.title, "title" in found.guessed) == ("Report on clusters", False)


def test_days_under_other_keys_of_front_matter_are_stated() -> None:
    """Site generators call the days of an event "dates"."""
    metadata: dict[str, object] = {"title": "Meeting", "dates": "June 20-22 2018"}
    found = describe("x.txt", lay_out(plain_pieces("Text goes on."), metadata))
    assert (found.held_on, found.held_until) == (date(2018, 6, 20), date(2018, 6, 22))
    assert "held_on" not in found.guessed


@pytest.mark.parametrize(
    ("title", "held"),
    [
        ("Protokoll der Vorstandssitzung", date(2025, 9, 15)),
        ("Compte rendu de la réunion", date(2025, 9, 15)),
        ("Proces-verbal al întâlnirii", date(2025, 9, 15)),
        ("Minutes of the meeting of 8 March 2025", date(2025, 3, 8)),
        ("Taller de huerto escolar", date(2025, 9, 15)),
        ("Opening hours", None),
    ],
)
def test_the_plain_date_of_minutes_is_the_day_of_their_meeting(
    title: str, held: date | None
) -> None:
    """Nothing else than the front matter may tell it, and a later day in the text is another's."""
    metadata: dict[str, object] = {"title": title, "date": date(2025, 9, 15), "place": "Ulm"}
    text = "The seed swap takes place on 14 February 2026." if held else "Open on all days."
    assert describe("x.md", lay_out(plain_pieces(text), metadata)).held_on == held


def test_a_mixed_or_untold_language_is_a_warning() -> None:
    """The maintainer learns where the language may be wrong."""
    english = "The forum met to discuss what clusters can do for small firms in Europe. "
    german = "Das Forum tagte, um über Cluster und die Politik für sie zu sprechen. "
    mixed = describe("x.txt", lay_out(plain_pieces(english * 40 + german * 20)))
    assert (mixed.language, mixed.warnings) == ("en", ("language en, in parts de",))
    untold = describe("x.txt", lay_out(plain_pieces("2018 2019 EUR 12 " * 20)))
    assert untold.warnings == ("language uncertain; read as en",)
    assert describe("x.txt", lay_out(plain_pieces("Brussels"))).warnings == ()


WRITTEN = Path(__file__).parent.parent / "language" / "written_dates.jsonl"
PLACES = {
    "line.md": "# Third forum\n\n{}\n\nThe hall was full.\n",
    "line.txt": "Third forum\n\n{}\n\nThe hall was full.\n",
    "stated.md": "---\ntitle: Third forum\nheld_on: {}\n---\n\nThe hall was full.\n",
}


@pytest.mark.parametrize("name", PLACES)
def test_days_on_a_line_of_their_own_or_stated_are_right_or_absent(name: str) -> None:
    """However a maintainer or an author writes the days, they are read as meant, or not at all."""
    rows = [json.loads(line) for line in WRITTEN.read_text("utf-8").splitlines()]
    right = 0
    for row in rows:
        read = parse_document(name, PLACES[name].format(row["text"]).encode())
        days = [day.isoformat() if day else None for day in (read.held_on, read.held_until)]
        assert days in ([row["start"], row["end"]], [None, None]), row["text"]
        right += days == [row["start"], row["end"]]
    assert right >= 0.95 * len(rows)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("20210513", "2021-05-13", "2021-05-13"),
        ("[2019-05-14, 2019-05-16]", "2019-05-14", "2019-05-16"),
        ("{from: 14 May 2019, to: 2 June 2020}", "2019-05-14", "2020-06-02"),
        ("14 May 2019 - 2 June 2020", "2019-05-14", "2020-06-02"),
    ],
)
def test_stated_days_are_taken_in_each_form_that_yaml_gives(
    value: str, first: str, last: str
) -> None:
    """Numbers, lists, mappings and spans of any length."""
    read = parse_document("a.md", f"---\nheld_on: {value}\n---\nA hall.\n".encode())
    assert (str(read.held_on), str(read.held_until)) == (first, last)
