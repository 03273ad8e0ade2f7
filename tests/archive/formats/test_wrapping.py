import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.formats.wrapping import HARD_BREAK, Unwrapper, single_spaced

WRAPPED = [
    "The forum met in Brussels to discuss how clusters and regional ecosystems",
    "can accelerate entrepreneurship. It agreed on six outcomes and on further",
    "work in spring.",
]


def paragraphs(*lines: str, flows: bool = False) -> list[str]:
    """The paragraphs of a document of these lines alone."""
    return Unwrapper(lines, flows=flows).paragraphs(lines)


def test_lines_broken_at_a_margin_become_one() -> None:
    """A wrapped paragraph is one line again."""
    assert paragraphs(*WRAPPED) == [" ".join(WRAPPED)]


def test_statements_on_lines_of_their_own_stay_apart() -> None:
    """Minutes that give each speaker a line keep it."""
    lines = ["Jane: we should agree on this before the summer.", "John: no.", "Ann: why not?"]
    assert paragraphs(*lines) == lines


def test_short_lines_keep_their_ends_within_one_paragraph() -> None:
    """An address is neither joined nor torn apart."""
    assert paragraphs("Jane Doe", "Main Street 5", "Brussels") == [
        "Jane Doe\nMain Street 5\nBrussels"
    ]


def test_indented_lines_go_on_where_a_file_hangs_them() -> None:
    """With hanging indents only an indented line belongs to the one before it."""
    lines = [
        f"{name} said that it was good and that\n  the others might well agree".split("\n")
        for name in ("Jane", "John", "Ann", "Bob")
    ]
    flat = [line for pair in lines for line in pair]
    assert paragraphs(*flat) == [" ".join(line.strip() for line in pair) for pair in lines]


@pytest.mark.parametrize(
    ("elsewhere", "lines", "joined"),
    [
        ("international", ["an inter-", "national forum"], "an international forum"),
        ("well-known", ["a well-", "known forum"], "a well-known forum"),
        ("", ["a well-", "known forum"], "a well-known forum"),
        ("", ["Vor-", "und Nachteile"], "Vor- und Nachteile"),
        ("", ["forum -", "and more"], "forum - and more"),
    ],
)
def test_a_word_broken_at_the_margin_is_mended(
    elsewhere: str, lines: list[str], joined: str
) -> None:
    """The hyphen goes where the document knows the word without it, and stays otherwise."""
    assert Unwrapper([elsewhere, *lines]).joined(lines) == joined


def test_columns_are_left_as_they_are() -> None:
    """Lines with gaps in them are no running text."""
    lines = ["Monday   Registration", "Tuesday   Opening of the day by the chair"]
    assert paragraphs(*lines) == ["\n".join(lines)]


def test_each_time_of_a_programme_begins_a_paragraph() -> None:
    """However long the line before it is, and once alone it is a line like any other."""
    lines = [
        "10:00 A talk with a title that fills the whole of its line (Jo Hill, Hull)",
        "11.30 Lunch",
        "2 pm Closing words",
    ]
    assert paragraphs(*lines) == lines
    by_chance = ["They met at the station at", "10:00 sharp."]
    assert paragraphs(*by_chance) == ["\n".join(by_chance)]


def test_where_lines_flow_only_their_authors_breaks_count() -> None:
    """In Markdown a line end is a space, a break that was asked for is none."""
    lines = [
        "The forum met in Brussels on a day in spring",
        "18 countries came",
        f"{HARD_BREAK}End",
    ]
    assert paragraphs(*lines, flows=True) == [f"{lines[0]} {lines[1]}\nEnd"]


@examples(300)
@given(st.lists(st.text("abcXY .:(", max_size=60), min_size=1, max_size=10), st.booleans())
def test_no_character_is_lost(lines: list[str], flows: bool) -> None:
    """Joining changes white space alone."""
    joined = "".join(paragraphs(*lines, flows=flows))
    assert "".join(joined.split()) == "".join("".join(lines).split())


def test_a_title_stays_apart_where_all_lines_do() -> None:
    """It ends long before the margin, and what follows begins anew."""
    body = (
        "The dike at the northern harbour was seen and is\n\nno longer tight, and the pump has\n\n"
    )
    body += (
        "failed twice in March. The fund holds\n\nno more than a part of what it would cost, so\n\n"
    )
    lines = f"Report of the warden\n\n{body}that the matter\n\nis taken up in the autumn.".split(
        "\n"
    )
    assert single_spaced(lines)[:3] == ["Report of the warden", "", lines[2]]
    assert "" not in single_spaced(lines)[2:]


def test_a_few_lines_with_a_line_free_after_each_are_one_text() -> None:
    """Where nearly all of them go on in small letters, and fill a line; others stay apart."""
    wide = [
        "The board has met in Turku and heard the report of the office,", "",
        "on the state of the pumps in the north of the county, which is not", "",
        "good, and asked the clerk to write to the ministry about it.",
    ]  # fmt: skip
    assert single_spaced(wide) == wide[::2]
    german = [
        "Der Verein hat die Hecke am Friedhof im letzten", "",
        "Jahr nicht geschnitten, weil die Vögel dort noch", "",
        "brüteten und der Gärtner krank war.", "",
        "Im Herbst wird die Arbeit nachgeholt, wenn das", "",
        "Wetter es erlaubt und genug Helfer kommen.",
    ]  # fmt: skip
    assert single_spaced(german) == german[::2]
    notices = ["The pumps are mended in the north of the county", "", "Reeds are cut on Mondays",
               "", "and the office is shut then as well as before"]  # fmt: skip
    assert single_spaced(notices) == notices
    apart = ["Reeds and rushes", "", "grow here", "", "and there"]
    assert single_spaced(apart) == apart


def test_a_title_above_a_few_such_lines_stays_apart() -> None:
    """It counts neither as a line that is filled nor as one that goes on."""
    lines = [
        "COMPTE RENDU", "",
        "Le conseil de la coopérative s'est réuni lundi et n'a pas voulu se", "",
        "prononcer sur la fermeture de la gare, faute de chiffres. Il", "",
        "demande à la compagnie de les fournir avant le mois de mai.",
    ]  # fmt: skip
    assert single_spaced(lines) == [*lines[:2], *lines[2::2]]


def test_what_a_word_counts_is_a_paragraph_each() -> None:
    """However full the lines are; one that only names a number goes on with its paragraph."""
    lines = [
        "ACUERDO 1. Se aprueba el acta de la sesión anterior.",
        "ACUERDO 2. Se aprueba la reparación del tejado por 1 200 euros.",
        "ACUERDO 3. Se encarga al presidente la carta al ministerio.",
    ]
    assert paragraphs(*lines) == lines
    prose = ["The keeper shows the ferns in the house behind the pond, beside",
             "room 3. They grow well and are shown to guests in the summer."]  # fmt: skip
    assert paragraphs(*prose) == [" ".join(prose)]


def test_paragraphs_of_a_double_spaced_text_may_stand_further_apart() -> None:
    """The lines between which two blank ones stand are those of others."""
    lines = ["Minutes", "", "", "The board met on 4 May 2022 in the village of Oss and", ""]
    lines += ["did not sell the house of the warden, which remains that", "", "of the members."]
    lines += ["", "", "It agreed on the budget of 2023, which comes to some 12 000", "", "euros."]
    assert single_spaced(lines) == [one for at, one in enumerate(lines) if at not in (4, 6, 11)]
