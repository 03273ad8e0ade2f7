"""A quote is of the role, the thing and the edition that a question asks for."""

import pytest

from forumbot.answers.quoting.belonging import is_of_another, lacks_sought
from forumbot.answers.quoting.told import Told
from forumbot.asking.question import read_question

OPENED = "Dr. Ole Quill opened the Agate conference 2018."
KEYNOTE = "The keynote speaker of the Agate conference was Ada Pine."
COUNTS = "The Agate forum had 12 sessions and 450 participants."
AWARDS = "Three awards were given at the Agate forum, one of them to a manager."
PAID = "In phase IV, 48 clusters received the label. France gave phase IV a budget of €3.6 million."
SEVENTH = "The seventh interim meeting of the Agate group was held in Tokyo on 30 May 2019."


def is_elsewhere(question: str, text: str, language: str = "en", passage: str = "") -> bool:
    """Whether a quote, from a passage that may say more, is of something else."""
    quoted = [Told(text, "Agate", language)]
    passages = [Told(passage, "", language)] if passage else []
    asked = read_question(question)
    return is_of_another(asked, quoted, passages) or lacks_sought(asked, quoted, passages)


@pytest.mark.parametrize(
    ("question", "text", "is_another"),
    [
        ("Who chairs the Agate group?", "Ada Pine spoke for the Agate group.", True),
        ("Who leads the Agate group?", "Ada Pine spoke for the Agate group.", True),
        ("Who is treasurer of the Agate group?", "Ada Pine spoke for the Agate group.", True),
        ("Who acquired the Agate hall?", "The Agate hall was sold to Ada Pine.", False),
        ("When was the Agate group created?", "The Agate group of 2018.", False),
        ("When do the rules apply?", "The rules apply as soon as they are agreed.", False),
    ],
)
def test_what_somebody_is_must_be_said_and_a_deed_is_a_hint(
    question: str, text: str, is_another: bool
) -> None:
    """Deeds and days are said in words that no list has, roles are not."""
    asked, quoted = read_question(question), [Told(text, "", "en")]
    assert is_of_another(asked, quoted, quoted) is is_another
    assert lacks_sought(asked, quoted, quoted)


MAYORS = "Minutes\nThe mayor of Slate, Ada Pine, welcomed the guests from Dunbar.\nAgate of old."


@pytest.mark.parametrize(
    ("question", "is_another"),
    [
        ("Who is the mayor of Slate?", False),
        ("Who is the mayor of Dunbar?", False),
        ("Who is the mayor of Jasper?", True),
        ("Qui est le maire de Slate ?", False),
        ("Qui est le maire de Jasper ?", False),
        ("Qui est le maire de Bruxelles ?", True),
        ("Who spoke about the mayor of Jasper?", False),
        ("Who from Jasper was the mayor?", False),
    ],
)
def test_a_role_is_of_a_place_that_the_document_knows(question: str, is_another: bool) -> None:
    """Somebody's role in a town that no page of the document names is another one."""
    told = Told("The mayor, Ada Pine, welcomed the guests.", "Minutes", "en", MAYORS)
    assert is_of_another(read_question(question), [told], []) is is_another


@pytest.mark.parametrize(
    ("question", "text", "language", "is_another"),
    [
        ("In which building was the forum held?", "The forum was held in Slate.", "en", True),
        ("In which building was the forum held?", "It was held in the Agate hotel.", "en", False),
        ("In which city and building was it?", "It was held in Slate.", "en", True),
        ("In which city was it?", "It was held in Slate.", "en", False),
        ("In welchem Gebäude war das Forum?", "Das Forum war in Slate.", "de", True),
        ("In welchem Gebäude war das Forum?", "Das Forum war im Rathaus.", "de", False),
        ("Dans quelle salle a eu lieu le forum ?", "The forum was held in Slate.", "en", True),
        ("Dans quelle salle a eu lieu le forum ?", "The forum met in room 4.", "en", False),
        ("Where was the forum held?", "The forum was held in Slate.", "en", False),
    ],
)
def test_a_town_is_no_building(question: str, text: str, language: str, is_another: bool) -> None:
    """Whoever asks for a house or a room is not told the town alone."""
    assert is_elsewhere(question, text, language) is is_another


@pytest.mark.parametrize(
    ("question", "text", "is_another"),
    [
        ("When was the Agate pilot begun?", "The pilot was begun by the Agate group.", True),
        ("When was the Agate pilot begun?", "The pilot was begun in May.", False),
        ("Wann begann der Agate-Pilot?", "The Agate pilot began, as the group had wished.", True),
        ("When was the pilot begun?", "The report does not say when the pilot was begun.", False),
        ("By which day must one register?", "One must register by email.", False),
    ],
)
def test_when_is_told_by_a_day_a_time_or_a_period(
    question: str, text: str, is_another: bool
) -> None:
    """Nothing else answers to it, but that the day is not known."""
    assert is_elsewhere(question, text) is is_another


@pytest.mark.parametrize(
    ("question", "text", "is_another"),
    [
        ("Who was the keynote speaker of the Agate conference?", OPENED, True),
        ("Who was the keynote speaker of the Agate conference?", KEYNOTE, False),
        ("Who gave the keynote at the Agate conference?", OPENED, True),
        ("Who opened the Agate conference?", OPENED, False),
        ("Who inaugurated the Agate conference?", OPENED, True),
        ("Who chairs the board?", "Ada Pine is president of the board.", False),
        ("Who won the contest?", "Thanks to Ada Pine, the winner of the contest.", False),
        ("Who rewrote the tool?", "Ada Pine had rewritten the tool.", False),
        ("Who spoke about labels?", "Labels – Ada Pine, Agate", False),
        ("Wer hat die Tagung moderiert?", OPENED, True),
        ("Wie leidt de dag?", "Dagvoorzitter: Wim Kwarts", False),
        ("Wer hat die Agate conference eröffnet?", OPENED, False),
        ("Wer wurde zum Schatzmeister gewählt?", "Ada Pine was elected secretary.", True),
        ("Wer wurde zum Schatzmeister gewählt?", "Ada Pine was elected treasurer.", False),
        ("Qui est la trésorière du groupe ?", "Ada Pine est la secrétaire du groupe.", True),
        ("Qui préside le groupe ?", "Ada Pine is the chair of the group.", False),
        ("Who is the deputy secretary?", "Ada Pine is the secretary.", True),
        ("Who is the deputy secretary?", "Ada Pine is the deputy secretary.", False),
        ("Who is the deputy chair?", "Ada Pine is the vice-chair.", False),
        ("Qui est le secrétaire adjoint ?", "Ada Pine is the secretary.", True),
        ("Who is the deputy secretary?", "Secretary: Ada Pine\nDeputy chair: Bo Reed", True),
        ("Wer ist Vizepräsidentin?", "Ada Pine is the president.", True),
        ("Wer ist Vizepräsidentin?", "Ada Pine is the vice-president.", False),
        ("Wer ist stellvertretender Vorsitzender?", "Ada Pine is the vice-chair.", False),
        ("¿Quién es el tesorero del grupo?", "Ada Pine is the secretary of the group.", True),
        ("¿Quién es el tesorero del grupo?", "Ada Pine is the treasurer of the group.", False),
    ],
)
def test_a_person_is_named_as_what_is_asked(question: str, text: str, is_another: bool) -> None:
    """The role stands by the name in any form, in other words or in another language."""
    language = "fr" if "secrétaire" in text else "nl" if "voorzitter" in text else "en"
    assert is_elsewhere(question, text, language) is is_another


@pytest.mark.parametrize(
    ("question", "text", "is_another"),
    [
        ("How many people attended the Agate forum?", AWARDS, True),
        ("How many people attended the Agate forum?", COUNTS, False),
        ("How many people attended?", "The forum brought together fourteen experts.", False),
        ("How many women attended the Agate forum?", COUNTS, True),
        ("How many sessions did the Agate forum have?", COUNTS, False),
        ("How many talks did the Agate forum have?", COUNTS, True),
        ("Wie viele Personen kamen zum Agate-Forum?", AWARDS, True),
        ("Wie viele Teilnehmer hatte das Agate-Forum?", COUNTS, False),
        ("Combien de personnes ont participé au forum ?", AWARDS, True),
        ("Combien de personnes ont participé au forum ?", COUNTS, False),
        ("Quanti partecipanti al forum?", AWARDS, True),
        ("Quanti partecipanti al forum?", COUNTS, False),
        ("How many people attended?", "The report does not say how many people attended.", False),
        ("How many members does the group have?", "The group counted 33 experts.", False),
        ("Wie viele Mitglieder hat die Gruppe?", "The group counted 33 experts.", False),
        ("Combien de membres compte le groupe ?", "The group counted 33 experts.", False),
        ("How many members does the group have?", AWARDS.replace("manager", "town"), True),
    ],
)
def test_what_is_counted_stands_beside_its_number(
    question: str, text: str, is_another: bool
) -> None:
    """A number of something else is none of what is asked, in whatever language."""
    assert is_elsewhere(question, text) is is_another


@pytest.mark.parametrize(
    ("question", "is_another"),
    [
        ("How much funding did France give to phase IV?", True),
        ("Wie hoch war die Förderung der Phase IV?", True),
        ("Quel est le budget de la phase IV ?", True),
        ("Cât costă faza IV?", True),
    ],
)
def test_an_amount_of_money_has_a_currency(question: str, is_another: bool) -> None:
    """Counts of clusters are no funding; what only asks how much may be answered by any number."""
    counts, amount = PAID.split(". ")
    assert is_elsewhere(question, counts) is is_another
    assert not is_elsewhere(question, amount)


@pytest.mark.parametrize(
    ("question", "is_another"),
    [
        ("What will the budget of the Quartz Programme be?", True),
        ("How much money did the Quartz Programme give to Spain?", True),
        ("How much did France give to phase IV?", False),
        ("What is the budget of phase IV?", False),
    ],
)
def test_an_amount_is_for_whom_it_is_asked(question: str, is_another: bool) -> None:
    """Its sentence, or what stands above it, has the names that the question has."""
    text = f"{PAID} The Quartz Programme has a new part."
    assert is_elsewhere(question, text) is is_another


@pytest.mark.parametrize(
    ("question", "text", "language", "is_another"),
    [
        ("When was the network founded?", "Agate network, 8 June 2024, Bonn.", "en", True),
        ("When was the network founded?", "The network was set up on 8 June 2024.", "en", False),
        ("When was the network held?", "Agate network, 8 June 2024, Bonn.", "en", False),
        ("¿Cuándo se fundó la red?", "Red Agate, 8 de junio de 2024, Bonn.", "es", True),
        ("¿Cuándo se fundó la red?", "La red fue fundada el 8 de junio de 2024.", "es", False),
        ("Wann wurde das Netzwerk gegründet?", "The network was founded in 2024.", "en", False),
    ],
)
def test_a_day_is_that_of_what_was_done(
    question: str, text: str, language: str, is_another: bool
) -> None:
    """The day in the head of a letter is none on which something was founded."""
    assert is_elsewhere(question, text, language) is is_another


def test_an_amount_may_follow_the_name_that_it_is_for() -> None:
    """As "the works cost" what was spoken of in the sentence before; not the other way round."""
    question, amount = "How much did the works at Agate Hall cost?", "The works cost €3.4 million."
    before, behind = "The visit to Agate Hall showed 28 flats.", "Agate Hall is next."

    def is_elsewhere(passage: str) -> bool:
        quoted = [Told(amount, "Visits", "en")]
        return is_of_another(read_question(question), quoted, [Told(passage, "Visits", "en")])

    assert not is_elsewhere(f"{before} {amount}")
    assert is_elsewhere(f"{amount} {behind}")


def test_a_compound_is_no_other_that_begins_alike() -> None:
    """ "Geschäftsstelle" is no "Geschäftsführer", nor is every officer one."""
    question = read_question("Wer ist Geschäftsführer?")
    office = "Die Geschäftsstelle ist umgezogen; Ada Pine ist Vorsitzende."
    manager = "Geschäftsführerin ist Ada Pine."
    assert is_of_another(question, [Told(office, "", "de")], [])
    assert not is_of_another(question, [Told(manager, "", "de")], [])
    assert not is_of_another(question, [Told("Ada Pine is managing director.", "", "en")], [])


def test_a_day_of_publication_is_no_day_of_what_is_published() -> None:
    """Unless it is said that the other day is not known."""
    question = "When was the meeting of the Agate clusters?"
    item = "A press item of 6 December 2019 tells of it."
    assert is_elsewhere(question, item)
    assert not is_elsewhere(question, f"{item} The archive does not hold the date of the meeting.")


@pytest.mark.parametrize(
    ("question", "is_another"),
    [
        ("When did the sixth interim meeting take place?", True),
        ("When did the seventh interim meeting take place?", False),
        ("When did the interim meeting take place?", False),
        ("Wann fand das sechste Treffen der Agate group statt?", True),
        ("Quand a eu lieu la 36e réunion ?", True),
        ("Quand a eu lieu la 7e réunion ?", False),
        ("¿Cuándo fue la sexta reunión?", True),
        ("What was said on the second day?", False),
    ],
)
def test_another_edition_is_none_that_is_asked(question: str, is_another: bool) -> None:
    """A meeting that is named by its number is no other one of its series."""
    assert is_elsewhere(question, SEVENTH) is is_another


def test_a_quote_may_lean_on_its_paragraph() -> None:
    """The role may stand beside a quote, but not in another item of its passage."""
    question, quote = "Who was the keynote speaker?", "It was Ada Pine."
    assert is_elsewhere(question, quote)
    assert not is_elsewhere(question, quote, passage=f"Agate.\nThe keynote came next. {quote}")
    assert is_elsewhere(question, quote, passage=f"The keynote came first.\n{quote}\nThey left.")


@pytest.mark.parametrize(
    ("question", "text", "language"),
    [
        ("How much does the coach to Vienna cost?", "Le car coûte 4 100 euros.", "fr"),
        ("Wie hoch ist der Mitgliedsbeitrag?", "Składka wynosi 120 złotych rocznie.", "pl"),
        ("Combien coûte le site ?", "Nowa strona będzie kosztować 3 500 zł.", "pl"),
        ("Wie lange dauert die Amtszeit?", "Le mandat du bureau dure trois ans.", "fr"),
        ("¿Cuánto se recaudó?", "Les recettes s'élèvent à 2 350 euros.", "fr"),
        ("Kolik činí příspěvek?", "De contributie bedraagt 45 euro.", "nl"),
    ],
)
def test_an_amount_is_one_in_whatever_language(question: str, text: str, language: str) -> None:
    """In the money of the text's language, with names written as they are there."""
    assert not is_elsewhere(question, text, language)


@pytest.mark.parametrize("language", ["en", "pt"])
def test_a_word_for_money_of_another_language_is_none(language: str) -> None:
    """The Brazilian real is no "real" of an English text."""
    found = is_elsewhere("How much does it cost?", "It costs 5 real hours.", language)
    assert found is (language == "en")


@pytest.mark.parametrize(
    ("question", "text", "language", "is_another"),
    [
        ("Which partners reached their targets?", "Which partners reached them?", "en", True),
        ("Which partners reached their targets?", "Who did? Oak and Elm did.", "en", False),
        ("Which questions did the partners ask?", "Who reached the targets?", "en", False),
        ("Welche Fragen wurden gestellt?", "Wer hat die Ziele erreicht?", "de", False),
        ("What was the session about?", "How can clusters grow?", "en", False),
    ],
)
def test_what_only_asks_answers_nothing(
    question: str, text: str, language: str, is_another: bool
) -> None:
    """But where what was asked, or what something is about, is asked for."""
    told = Told(text, "Agate", language)
    assert is_of_another(read_question(question), [told], []) is is_another


@pytest.mark.parametrize(
    ("question", "text", "language", "is_another"),
    [
        ("What is the salary of the director?", "The contract ends in 2004.", "en", True),
        ("What is the salary of the director?", "The director has a salary of €900.", "en", False),
        ("Quel est le salaire du directeur ?", "Le contrat dure cinq ans.", "fr", True),
        ("Quel est le salaire du directeur ?", "Le repas est à 4 €.", "fr", True),
        ("Wie hoch ist die Strafe?", "Der Verlust ist zu melden.", "de", True),
        ("Wie hoch ist die Strafe?", "Die Strafe beträgt 15 Euro.", "de", False),
    ],
)
def test_what_is_earned_or_fined_is_an_amount_of_money(
    question: str, text: str, language: str, is_another: bool
) -> None:
    """A salary is no contract, a fine no duty."""
    told = Told(text, "Agate", language)
    assert is_of_another(read_question(question), [told], [told]) is is_another


def test_a_number_is_told_beside_the_word_for_it() -> None:
    """Where a mark is asked for, numbers of something else are a hint that it is not there."""
    remarks = Told("Buena gestión, 3 de los pilotos.", "Grupo 5", "es")
    mark = Told("Su nota es un 9.", "Grupo 5", "es")
    question = read_question("¿Qué nota sacó el grupo 5?")
    assert lacks_sought(question, [remarks], [])
    assert not lacks_sought(question, [mark], [])


def test_a_deed_is_no_role_for_a_noun_that_is_made_of_it() -> None:
    """The verb "paie" is "pay" and "payments" in English, of which one ends as "president" does."""
    quoted = [Told("La commune prend en charge les frais du lampadaire.", "", "fr")]
    assert not is_of_another(read_question("Qui paie le lampadaire ?"), quoted, [])
    assert is_of_another(read_question("Qui est le président du lampadaire ?"), quoted, [])
