"""From one moment to another in one text."""

import time as clock

import pytest

from forumbot.reminders.ranges import split_range


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("14-16 May 2027", "14 May 2027", "16 May 2027"),
        ("14 – 16 May", "14 May", "16 May"),
        ("from 14 to 16 May 2027", "14 May 2027", "16 May 2027"),
        ("14th-16th of May", "14th of May", "16th of May"),
        ("May 14-16, 2027", "May 14, 2027", "May 16, 2027"),
        ("vom 14. bis 16. Mai", "14. Mai", "16. Mai"),
        ("du 14 au 16 mai 2027", "14 mai 2027", "16 mai 2027"),
        ("14-16/5/2027", "14/5/2027", "16/5/2027"),
        ("30 May to 2 June 2027", "30 May 2027", "2 June 2027"),
        ("2027-05-14 - 2027-05-16", "2027-05-14", "2027-05-16"),
        ("14 May 9:00-17:00", "14 May at 9:00", "at 17:00"),
        ("Friday from 9 to 17", "Friday at 9", "at 17"),
        ("14 May 2-4pm", "14 May at 2pm", "at 4pm"),
        ("22:00 to 02:00", "at 22:00", "at 02:00"),
        ("14 May 9:00-12:00", "14 May at 9:00", "at 12:00"),
        ("14 May 18:00-20:00 UTC", "14 May at 18:00 UTC", "at 20:00 UTC"),
        ("Freitag 18.00–20.00", "Freitag at 18:00", "at 20:00"),
        ("10.00-12.10", "at 10:00", "at 12:10"),
        ("von halb zehn bis elf Uhr", "at halb zehn", "at elf Uhr"),
        ("vrijdag half tien tot elf uur", "vrijdag at half tien", "at elf uur"),
        ("venerdì dalle 9 alle 11", "venerdì at 9", "at 11"),
        ("viernes de 5 a 7 de la tarde", "viernes at 5 de la tarde", "at 7 de la tarde"),
        ("Freitag 5 bis 7 Uhr abends", "Freitag abends at 5", "at 7 Uhr abends"),
        ("14 May 22:00 - 15 May 02:00", "14 May 22:00", "15 May 02:00"),
        ("vom 3. bis zum 5. März", "3. März", "5. März"),
        ("zwischen dem 3. und 5. März", "3. März", "5. März"),
        ("du 1er au 3 mars", "1er mars", "3 mars"),
        ("dall’8 al 10 marzo 2027", "8 marzo 2027", "10 marzo 2027"),
        ("dal 30 maggio al 2 giugno 2027", "30 maggio 2027", "2 giugno 2027"),
        ("od 30 maja do 2 czerwca", "30 maja", "2 czerwca"),
        ("3 t/m 5 maart 2027", "3 maart 2027", "5 maart 2027"),
        ("între 3 și 5 martie", "3 martie", "5 martie"),
        ("14 mai între 9 și 17", "14 mai at 9", "at 17"),
        ("14 mei van 9u tot 17u", "14 mei at 9u", "at 17u"),
        ("de 9 a 11 el viernes", "el viernes at 9", "at 11"),
        ("de 10:00 a 12:30 el 14 de mayo", "el 14 de mayo at 10:00", "at 12:30"),
        ("de luni până miercuri", "luni", "miercuri"),
        ("od środy do piątku", "środa", "piątek"),
    ],
)
def test_a_range_is_its_first_and_its_last(text: str, first: str, last: str) -> None:
    """What both share is given to both."""
    assert split_range(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "14 May 2027",
        "2027-05-14",
        "14-05-2027",
        "14 May at 9",
        "tomorrow",
        "",
        "2027-05-14T18:00Z",
        "Friday at quarter to nine",
        "hoje à noite às 8",
        "mercredi à huit heures et demie",
        "samedi à partir de 14h",
        "14 mai la nouă și treizeci",
        "14 de maio às 9 e meia",
    ],
)
def test_one_moment_is_no_range(text: str) -> None:
    """Hyphens within a date part nothing."""
    assert split_range(text) is None


@pytest.mark.parametrize("unit", ["1-", "14 to ", "9:00-", "from ", "- ", "May 1-", "à "])
def test_hostile_words_are_done_with_at_once(unit: str) -> None:
    """However long they are."""
    began = clock.process_time()
    for length in (80, 300, 100_000):
        split_range((unit * length)[:length])
    assert clock.process_time() - began < 1
