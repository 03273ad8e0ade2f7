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


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Meeting of the board on Friday, 3 May 2019 at the hall. Present: Ada, Bo."),
        ("de", "Sitzung des Vorstands vom 3. Mai 2019 in Bonn. Anwesend: Ada, Bo."),
        ("de", "Ordentliches Treffen am 3. Mai 2019 bei Bo. Anwesend: Ada."),
        ("de", "Sitzung des Vorstands am Freitag, den 3. Mai 2019 in Bonn. Anwesend: Ada."),
        ("fr", "Rencontre du 3 mai 2019 à Lorval. Présents : Ada et Bo."),
        ("fr", "Réunion extraordinaire du conseil d’administration du 3 mai 2019, à Lyon."),
        ("it", "Riunione del 3 maggio 2019, presso la casa di Ada."),
        ("nl", "Vergadering van 3 mei 2019 in het dorpshuis. Aanwezig: Ada."),
        ("es", "Reunión de la junta del 3 de mayo de 2019 en Lugo. Presentes: Ada."),
        ("pt", "Reunião da direção de 3 de maio de 2019 em Braga. Presentes: Ada."),
        ("ro", "Ședința consiliului din 3 mai 2019 la Cluj. Prezenți: Ada."),
        ("pl", "Posiedzenie zarządu z dnia 3 maja 2019 r. w Łodzi. Obecni: Ada."),
        ("cs", "Schůze výboru dne 3. května 2019 v Brně. Přítomni: Ada."),
        ("sk", "Stretnutie výboru dňa 3. mája 2019 v Nitre. Prítomní: Ada."),
        ("hr", "Sastanak odbora od 3. svibnja 2019. u Zadru. Prisutni: Ada."),
        ("sv", "Möte den 3 maj 2019 i Lund. Närvarande: Ada."),
        ("da", "Møde den 3. maj 2019 i Vejle. Til stede: Ada."),
        ("fi", "Kokous 3. toukokuuta 2019 Vaasassa. Läsnä: Ada."),
        ("hu", "Ülés 2019. május 3-án Pécsett. Jelen van: Ada."),
        ("el", "Συνεδρίαση της 3ης Μαΐου 2019 στη Λάρισα. Παρόντες: Ada."),
        ("bg", "Заседание на съвета от 3 май 2019 г. във Варна. Присъстват: Ада."),
    ],
)
def test_a_meeting_and_its_day_open_a_document(language: str, line: str) -> None:
    """As minutes begin, before the days that they speak of; of any language with such a table."""
    day = date(2019, 5, 3)
    text = f"Chronicle\n\n{line}\n\nThe hut: 12 June 2021\n\nText.\n\nText.\n\nText."
    assert held(text, title="Chronicle", language=language) == (day, day)


def test_a_sentence_on_another_meeting_opens_nothing() -> None:
    """A long one, one far below, or one on a next session."""
    aside = f"Assembly of 3 May 2019 and what it made of {'all of the letters and ' * 3}songs."
    below = "Text.\n\n" * 9 + "Assembly of 3 May 2019 at the hall."
    coming = "Assembly of the board, the next session, on 3 May 2019 at the hall."
    for text in (aside, below, coming):
        assert held(f"Chronicle\n\n{text}\n\nText.", title="Chronicle") is None
    assert held("Chronicle\n\nAssembly of 3 May 2019 at the hall.", title="Chronicle") is not None


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Fees from 1 June 2019"),
        ("de", "Neue Preise ab 1. Juni 2019"),
        ("de", "Neue Preise ab dem 1. Juni 2019"),
        ("fr", "Tarifs à partir du 1er juin 2019"),
        ("nl", "Tarieven vanaf 1 juni 2019"),
        ("es", "Precios desde el 1 de junio de 2019"),
        ("it", "Prezzi dal 1º giugno 2019"),
        ("pt", "Preços a partir de 1 de junho de 2019"),
        ("ro", "Prețuri începând cu 1 iunie 2019"),
        ("pl", "Opłaty od 1 czerwca 2019 r."),
        ("cs", "Ceny od 1. června 2019"),
        ("sv", "Priser från och med den 1 juni 2019"),
        ("da", "Priser fra 1. juni 2019"),
        ("el", "Τιμές από την 1η Ιουνίου 2019"),
        ("bg", "Цени считано от 1 юни 2019 г."),
        ("fi", "Hinnat 1. kesäkuuta 2019 alkaen"),
        ("hu", "Árak 2019. június 1-jétől"),
    ],
)
def test_a_day_from_which_something_holds_is_none(language: str, line: str) -> None:
    """Neither on a line of its own, nor in the title."""
    assert held(f"The list\n\n{line}\n\nText.", title="The list", language=language) is None
    assert held("The list\n\nText.", title=line, language=language) is None


def test_a_day_from_which_an_event_lasts_is_its_first() -> None:
    """Where the last one follows, whatever stands between the two."""
    days = date(2019, 5, 5), date(2019, 5, 7)
    assert held("Forum\n\nFrom 5 May 2019 to 7 May 2019", title="Forum") == days
    assert held("Forum\n\nFrom 5 May 2019, 14:00 to 7 May 2019, 12:00", title="Forum") == days
    assert held("Forum\n\nvom 5. Mai 2019 bis 7. Mai 2019", title="Forum", language="de") == days


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


def test_a_header_that_was_left_out_may_name_what_the_text_is_headed_by() -> None:
    """A title that says nothing else is none, and is the file's name then."""
    source = lay_out(
        plain_pieces("Protokoll\n\nDie Halle war voll."),
        {RUNNING: ["Protokoll der Sitzung vom 3. Mai 2022"]},
    )
    found = guess_held("x.docx", "X", source, None, "de")
    assert found is not None
    assert found.first == date(2022, 5, 3)


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
