from datetime import date

import pytest

from forumbot.archive.days_held import guess_held
from forumbot.archive.formats.parsed import RUNNING_TITLE
from forumbot.archive.formats.plain import plain_pieces
from forumbot.archive.guesses import guess_published, guess_title, is_generic_title
from forumbot.archive.layout import BlockKind, Extraction, Piece, lay_out


def extraction(text: str) -> Extraction:
    """A plain text, laid out."""
    return lay_out(plain_pieces(text))


def held(text: str, doc_id: str = "x.txt", title: str = "Third forum") -> tuple[date, date] | None:
    """The days that are guessed for a plain text."""
    source = extraction(text)
    found = guess_held(doc_id, title, source, guess_published(source.text))
    return (found.first, found.last) if found else None


@pytest.mark.parametrize(
    "title",
    ["Report", "THE REPORT", "Workshop report", "Minutes", "Slide 1", "Folie 12", "Agenda", "-",
     "PowerPoint Presentation", "Microsoft Word - final_v2.doc", "notes.docx", "Protokoll",
     "Compte rendu", "Home", "Untitled", "{{page.title}}"],
)  # fmt: skip
def test_titles_that_say_nothing_are_known(title: str) -> None:
    """What programs and templates put there is no title."""
    assert is_generic_title(title)


@pytest.mark.parametrize("title", ["Report on clusters", "Agenda 2030", "Forum", "Slides of Jane"])
def test_titles_that_say_something_are_kept(title: str) -> None:
    """A word of a kind with words of a subject is a title."""
    assert not is_generic_title(title)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Third Forum\n\nIt met in Brussels.", "Third Forum"),
        ("It met in Brussels and agreed.\n\nThird Forum\n\nText.", "Third Forum"),
        ("Agenda\n\nIt met in Brussels.", "Third forum 2018"),
        ("Verslag: Werkgroep 2021-05-04:\n\nA. B.\n\nC. D.\n\nE. F.\n\nLater Heading", "Verslag: "
         "Werkgroep 2021-05-04:"),
        ("OUTCOMES ON PEAT:\n\nIt grows.\n\nOUTCOMES ON REED:\n\nIt is cut.", "Third forum 2018"),
        ("it met in Brussels, and it agreed on many things.", "Third forum 2018"),
        ("15 November 2018\n\nit met.", "Third forum 2018"),
        ("Talks on peat and reed\nTartu, 3 May 2021\n\nWhat was said\n\nIt grows.",
         "Talks on peat and reed"),
    ],
)  # fmt: skip
def test_the_title_is_a_heading_a_line_or_the_name(text: str, title: str) -> None:
    """The first that says anything; a bare date or a sentence is no title."""
    assert guess_title("reports/third-forum_2018.txt", extraction(text)) == title


def test_a_very_short_title_of_slides_takes_its_subtitle_along() -> None:
    """ "FAIR" alone on a first slide says little."""
    pieces = [
        Piece(BlockKind.HEADING, "FAIR", level=1, page=1),
        Piece(BlockKind.PARAGRAPH, "Automatic recognition", page=1),
    ]
    assert guess_title("x.pdf", lay_out(pieces)) == "FAIR: Automatic recognition"


@pytest.mark.parametrize(
    "line",
    [
        "Published on 15 November 2018",
        "Submitted by Jane Doe on 15 November 2018",
        "Stand: 15. November 2018",
        "Issue Date: 15/11/2018",
        "Ref. Ares(2018)2444785 - 15/11/2018",
    ],
)
def test_a_date_of_publication_is_none_of_the_event(line: str) -> None:
    """What was published, submitted or registered on a day was not held on it."""
    text = f"Third forum\n\n{line}\n\nText goes on."
    found = guess_published(extraction(text).text)
    assert found is not None
    assert found.first == date(2018, 11, 15)
    assert held(text) is None


def test_a_sentence_below_a_short_title_is_no_part_of_it() -> None:
    """It is the first of the text, on a first page as anywhere."""
    title = Piece(BlockKind.HEADING, "Roles of the board", 1, page=1)
    sentence = Piece(BlockKind.PARAGRAPH, "The board has five members for a year.", page=1)
    below = Piece(BlockKind.PARAGRAPH, "Five members for a year", page=1)
    assert guess_title("a.pdf", lay_out([title, sentence])) == "Roles of the board"
    assert guess_title("a.pdf", lay_out([title, below])).endswith(": Five members for a year")


def test_days_below_a_heading_for_others_are_not_those_of_the_document() -> None:
    """However the sentence tells of them."""
    text = "Forum\n\n1. Fees\n\nThey rise.\n\n2. {}\n\nThe meeting was held on 4 July 2023 in Oss."
    assert held(text.format("Next meeting")) is None
    assert held(text.format("Fees of the meeting")) == (date(2023, 7, 4), date(2023, 7, 4))


def test_the_heading_of_one_resolution_of_several_is_no_title() -> None:
    """What ran through the pages is, else the file's name; a resolution alone names its file."""
    one, other = (Piece(BlockKind.HEADING, f"Resolution 2025/0{n}", 1) for n in (1, 2))
    text = Piece(BlockKind.PARAGRAPH, "The Committee approves the accounts of the year.")
    running: dict[str, object] = {RUNNING_TITLE: "Basalt Committee: Resolutions"}
    several = lay_out([one, text, other, text], running)
    sections = [
        Piece(BlockKind.HEADING, f"{n} {name}", 1) for n, name in ((1, "Peat"), (2, "Fees"))
    ]
    parts = lay_out([sections[0], text, sections[1], text], running)
    assert guess_title("a/res-2025.pdf", parts) == "Basalt Committee: Resolutions"
    assert guess_title("a/res-2025.pdf", several) == "Basalt Committee: Resolutions"
    assert guess_title("a/res-2025.pdf", lay_out([one, text, other, text])) == "Res 2025"
    assert guess_title("a.pdf", lay_out([one, text], running)) == "Resolution 2025/01"


def test_a_place_and_a_day_below_a_short_title_are_no_part_of_it() -> None:
    """What a meeting is called goes with it, a day behind it or not."""
    for below, title in (
        ("Nantes, 4 May 2021", "Fen forum"), ("4 May 2021", "Fen forum"),
        ("Webinar on peat, 4 May 2021", "Fen forum: Webinar on peat, 4 May 2021"),
    ):  # fmt: skip
        head = Piece(BlockKind.HEADING, "Fen forum", 1, page=1)
        page = lay_out([head, Piece(BlockKind.PARAGRAPH, below, page=1)])
        assert guess_title("a.pdf", page) == title


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fr", "38ème Réunion du COMITÉ DES TOURBIÈRES"),
        ("de", "38ème Réunion du"),
        ("", "38ème Réunion du"),
    ],
)
def test_a_title_that_breaks_off_takes_the_next_line_along(language: str, title: str) -> None:
    """A small word of the document's language at its end tells that it goes on."""
    page = lay_out(
        [
            Piece(BlockKind.HEADING, "38ème Réunion du", 1),
            Piece(BlockKind.PARAGRAPH, "COMITÉ DES TOURBIÈRES"),
            Piece(BlockKind.PARAGRAPH, "Kyoto, 5-8 novembre 2003"),
        ]
    )
    assert guess_title("a.md", page, language) == title


def test_a_title_that_ends_in_a_verb_is_whole() -> None:
    """Not all small words join what follows: "What we do" is a title."""
    page = lay_out([Piece(BlockKind.HEADING, "What we do", 1), Piece(BlockKind.HEADING, "Peat", 2)])
    assert guess_title("a.md", page, "en") == "What we do"


@pytest.mark.parametrize(
    ("below", "kind", "title"),
    [
        ("Board of the Fen Trust", BlockKind.HEADING, "Minutes: Board of the Fen Trust"),
        ("Board of the Fen Trust", BlockKind.PARAGRAPH, "Fen"),
        ("1. Opening", BlockKind.HEADING, "Fen"),
        ("Agenda", BlockKind.HEADING, "Fen"),
    ],
)
def test_minutes_take_the_heading_below_along(below: str, kind: BlockKind, title: str) -> None:
    """What they are of stands there; a section of theirs is none."""
    page = lay_out([Piece(BlockKind.HEADING, "Minutes", 1), Piece(kind, below, 2)])
    assert guess_title("fen.docx", page) == title
