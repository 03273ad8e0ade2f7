from datetime import date

import pytest

from forumbot.archive.days_held import guess_held, guess_issued
from forumbot.archive.formats.markdown import markdown_pieces
from forumbot.archive.formats.parsed import RUNNING
from forumbot.archive.formats.plain import plain_pieces
from forumbot.archive.guesses import guess_published
from forumbot.archive.layout import lay_out


def held(
    text: str, doc_id: str = "x.txt", title: str = "Third forum", language: str = "en"
) -> tuple[date, date] | None:
    """The days that are guessed for a plain text, or for Markdown by the name."""
    pieces = markdown_pieces if doc_id.endswith(".md") else plain_pieces
    source = lay_out(pieces(text))
    found = guess_held(doc_id, title, source, guess_published(source.text), language)
    return (found.first, found.last) if found else None


@pytest.mark.parametrize(
    "line",
    [
        "15 November 2018",
        "Thursday, 15 November 2018, Brussels",
        "Date: 15/11/2018",
        "Datum: Donnerstag, 15. November 2018",
        "The forum took place in Brussels on November 15, 2018.",
        "Am 15. November 2018 fand in Brüssel das Forum statt.",
        "Le forum a eu lieu le jeudi 15 novembre 2018 à Bruxelles.",
        "Op 15 november 2018 vond het forum plaats.",
        "On 15 November 2018, 18 representatives met to discuss clusters.",
    ],
)
def test_the_day_is_found_in_each_manner_of_giving_it(line: str) -> None:
    """A line of its own, a label, or a sentence that says it was held."""
    day = date(2018, 11, 15)
    assert held(f"Third forum\n\n{line}\n\nText goes on.") == (day, day)


@pytest.mark.parametrize(
    "line",
    [
        "Registration closes on 15 November 2018.",
        "The next meeting will be held on 15 November 2018.",
        "The directive was adopted, as the conference heard, on 15 November 2018.",
        "Retrieved 15 November 2018",
    ],
)
def test_dates_of_other_things_are_not_taken(line: str) -> None:
    """Deadlines, next meetings, laws and citations are not the event."""
    assert held(f"Third forum\n\nIt met.\n\n{line}") is None


def test_title_and_name_come_before_the_text() -> None:
    """The surest places are looked at first."""
    text = "Third forum\n\n1 May 2017\n\nText."
    assert held(text, title="Forum, 14-16 May 2019") == (date(2019, 5, 14), date(2019, 5, 16))
    for name in ("forum-2018-11-15", "forum_20181115", "forum 15112018", "15-Nov-2018_forum"):
        assert held(text, f"reports/{name}.pdf") == (date(2018, 11, 15), date(2018, 11, 15))


def test_of_a_report_the_sentence_counts_before_the_date_on_its_cover() -> None:
    """A report's own date stands alone at its top; it is a guess where no sentence tells."""
    cover = "Workshop Report on Analysis\n\nAugust 4 2017\n\n"
    told = f"{cover}The workshop was held in Amsterdam on 22-24 May 2017."
    title = "Workshop Report on Analysis"
    assert held(told, title=title) == (date(2017, 5, 22), date(2017, 5, 24))
    assert held(cover, title=title) == (date(2017, 8, 4), date(2017, 8, 4))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The network met in Bonn on 15 November 2018."),
        ("de", "Die Mitglieder trafen sich am 15. November 2018 in Bonn."),
        ("fr", "Le réseau s’est réuni à Lyon le 15 novembre 2018."),
        ("nl", "De werkgroep kwam op 15 november 2018 bijeen; zij kwam bijeen in Gent."),
        ("es", "El encuentro se celebró el 15 de noviembre de 2018 en Lugo."),
        ("it", "L'incontro si è svolto il 15 novembre 2018 a Lecce."),
        ("pt", "O encontro realizou-se a 15 de novembro de 2018 em Braga."),
        ("ro", "Întâlnirea a avut loc la Cluj pe 15 noiembrie 2018."),
        ("ro", "Consiliul s-a întrunit la 15 noiembrie 2018."),
        ("pl", "Spotkanie odbyło się 15 listopada 2018 r. w Łodzi."),
        ("pl", "W dniu 15 listopada 2018 r. w Łodzi się odbyła narada."),
        ("da", "Mødet blev afholdt den 15. november 2018 i Vejle."),
        ("da", "Mødet fandt sted i Vejle den 15. november 2018."),
        ("sv", "Mötet ägde rum den 15 november 2018 i Lund."),
        ("cs", "Setkání se konalo 15. listopadu 2018 v Brně."),
        ("sk", "Stretnutie sa uskutočnilo 15. novembra 2018 v Nitre."),
        ("el", "Η συνάντηση πραγματοποιήθηκε στις 15 Νοεμβρίου 2018 στη Λάρισα."),
        ("bg", "Срещата се проведе на 15 ноември 2018 г. във Варна."),
        ("ru", "Встреча состоялась 15 ноября 2018 г. в Риге."),
        ("fi", "Kokous pidettiin Vaasassa 15. marraskuuta 2018."),
        ("hu", "A találkozót 2018. november 15-én tartották."),
        ("hr", "Sastanak je održan 15. studenoga 2018. u Zadru."),
    ],
)
def test_a_sentence_tells_the_day_in_each_language(language: str, sentence: str) -> None:
    """The verbs of "was held" are those of the tables."""
    day = date(2018, 11, 15)
    text = f"Third forum\n\nThe hall was full of guests from many places and towns. {sentence}\n"
    assert held(text, language=language) == (day, day)


def test_a_function_word_of_the_documents_language_says_nothing() -> None:
    """The Dutch "met" is "with"."""
    text = "Third forum\n\nEen brief met vragen kwam op 15 november 2018 binnen bij de gemeente."
    assert held(text, language="nl") is None
    assert held(text, language="en") is not None


@pytest.mark.parametrize(
    "text",
    [
        "Office of the Network\n\nBonn, 15 November 2018\n\nDear members,\n\nplease find the list.",
        "Büro\n\nBonn, den 15. November 2018\n\nSehr geehrte Damen und Herren,\n\nanbei die Liste.",
        "Bureau\n\nLyon, le 15 novembre 2018\n\nMadame, Monsieur,\n\nveuillez trouver la liste.",
        "Biuro\n\nŁódź, 15 listopada 2018 r.\n\nSzanowni Państwo,\n\nprzesyłamy listę gości.",
        "From: a@example.org\nSubject: The list\nDate: 15 November 2018\n\nHello.",
        "The list\n\nAuthor: Ada Quill\nDate: 15 November 2018\nVersion: 1.2\n\nText goes on.",
        "Lista\n\nAutor: Ada Quill\nData: 15 noiembrie 2018\nVersiunea: 2\n\nText.",
        "The list\n\nv1.2 15.11.2018 first draft\n\nText goes on.",
        "The list\n\nText.\n\nMore text.\n\nStill more.\n\nBonn, 15 November 2018\n\nAda Quill",
    ],
)
def test_the_day_of_a_letter_or_of_the_file_is_not_the_events(text: str) -> None:
    """A letter's, its metadata's, its version's and the one beside a signature."""
    assert held(text, title="The list") is None


def test_the_rows_of_a_table_of_versions_are_not_the_events() -> None:
    """A day in a table is one only behind its label."""
    table = (
        "# The list\n\n| Version | Day | Change |\n|---|---|---|\n| 1.0 | 15.11.2018 | draft |\n"
    )
    assert held(table, "x.md") is None
    meeting = "# The list\n\n| Date and place | 15 November 2018, Bonn |\n|---|---|\n"
    assert held(meeting, "x.md") == (date(2018, 11, 15), date(2018, 11, 15))


def test_a_label_beside_those_of_a_meeting_is_the_events() -> None:
    """Minutes name their author as well."""
    text = "The list\n\nDate: 15 November 2018\nPlace: Bonn\nAuthor: Ada Quill\n\nText goes on."
    assert held(text) == (date(2018, 11, 15), date(2018, 11, 15))


@pytest.mark.parametrize(
    "title",
    ["Statutes of the Network", "Rules of procedure", "Satzung des Vereins", "Vereinssatzung",
     "Règlement intérieur", "Regulamin sieci", "Regulament", "Vedtægter for foreningen",
     "Estatutos", "Καταστατικό του δικτύου"],
)  # fmt: skip
def test_rules_have_no_day(title: str) -> None:
    """The date of rules is that of their adoption."""
    assert held("Rules\n\n15 November 2018\n\nText.", title=title) is None


def test_all_days_of_a_line_are_the_events_but_not_a_projects_years() -> None:
    """From the first to the last, a month at most."""
    days = "Third forum\n\nDay 1: 14 May 2019; day 2: 21 May 2019\n\nText goes on."
    assert held(days) == (date(2019, 5, 14), date(2019, 5, 21))
    assert held("Third forum\n\n14 May 2019 – 31 December 2020\n\nText goes on.") is None


def test_days_in_headings_are_one_event_or_none() -> None:
    """Those of a programme follow one another; those of a journal are meetings of their own."""
    programme = "# Forum\n\n## Day 1: 14 May 2019\n\nTalks.\n\n## Day 2: 15 May 2019\n\nTalks.\n"
    assert held(programme, "x.md") == (date(2019, 5, 14), date(2019, 5, 15))
    journal = "# Updates\n\n## 2024-10-02\n\nTalks.\n\n## 2024-10-09\n\nTalks.\n"
    assert held(journal, "x.md", title="Updates") is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Cedar Dialogue, Vilnius, 9 September 2020", date(2020, 9, 9)),
        ("Meeting of 9 September 2020", date(2020, 9, 9)),
        ("Sitzung am 9. September 2020", date(2020, 9, 9)),
        ("Associação do Paul — reunião de 9 de setembro de 2020", date(2020, 9, 9)),
        ("Paper for the meeting of 9 September 2020", None),
        ("Next meeting: 9 September 2020", None),
        ("Updated 9 September 2020 by the Cedar office", None),
        ("Printed in Vilnius, 9 September 2020", None),
    ],
)
def test_a_header_that_was_left_out_still_tells_the_day(line: str, expected: date | None) -> None:
    """If it names what the title does, or a part opens with a meeting; a print does not."""
    source = lay_out(plain_pieces("The hall was full."), {RUNNING: [line]})
    found = guess_held("x.docx", "Note of the Cedar Dialogue", source, None)
    assert (found.first if found else None) == expected


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Council update", "Date: 2018-11-15"),
        ("Steering council update 15 November 2018", "All is well."),
        ("Newsletter of the fern circle", "15 November 2018"),
        ("Pressemitteilung", "15. November 2018"),
        ("Nota de prensa", "Fecha: 15 de noviembre de 2018"),
    ],
)
def test_the_day_of_what_comes_out_is_no_event(title: str, line: str) -> None:
    """A newsletter or an update is published on it, and tells of many."""
    source = lay_out(plain_pieces(f"{title}\n\n{line}\n\nFerns are planted.\n"))
    issued = guess_issued("x.txt", title, source)
    assert issued is not None
    assert issued.first == date(2018, 11, 15)
    told = "The forum takes place on 3 May 2019."
    assert held(f"{title}\n\n{line}\n\n{told}", title=title) is None


def test_a_day_behind_a_sentence_is_none_of_a_line() -> None:
    """Minutes end with the day on which they were approved, and begin with their version."""
    text = "The meeting was held on Tuesday, March 3rd, 2020. Approved on 7 April 2020."
    day = date(2020, 3, 3)
    assert held(f"Minutes\n\nVersion 2, 12 May 2020\n\n{text}", title="Minutes") == (day, day)


def test_an_update_meeting_is_an_event_and_one_of_several_days_came_out_on_none() -> None:
    """What follows the word tells; headings that are days are those of several meetings."""
    assert held("Status update meeting\n\n15 November 2018\n", title="Status update meeting")
    text = "Council update\n\n2018-11-15\n\nFerns.\n\n2018-11-22\n\nMoss."
    assert guess_issued("x.txt", "Council update", lay_out(plain_pieces(text))) is None
