"""How often something repeats, in other languages than English."""

from datetime import date
from importlib.resources import files

import pytest

from forumbot.errors import UsageError
from forumbot.language.phrases import DEFAULT, spoken
from forumbot.language.table import parsed
from forumbot.reminders.repeats import read_rule

START = date(2026, 12, 14)
TWO_WEEKS = "FREQ=WEEKLY;INTERVAL=2"
WORK = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("wöchentlich", "FREQ=WEEKLY"),
        ("jede Woche", "FREQ=WEEKLY"), ("alle zwei Wochen", TWO_WEEKS),
        ("alle 14 Tage", "FREQ=DAILY;INTERVAL=14"),
        ("jeden Dienstag und Donnerstag", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("jeden ersten Montag im Monat", "FREQ=MONTHLY;BYDAY=1MO"),
        ("am letzten Freitag des Monats", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("monatlich am 15.", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("wöchentlich bis 1. März 2027", "FREQ=WEEKLY;UNTIL=20270301"),
        ("täglich, 5 mal", "FREQ=DAILY;COUNT=5"),
        ("toutes les deux semaines", TWO_WEEKS), ("chaque mois", "FREQ=MONTHLY"),
        ("tous les lundis", "FREQ=WEEKLY;BYDAY=MO"), ("mensuel", "FREQ=MONTHLY"),
        ("le premier mardi du mois", "FREQ=MONTHLY;BYDAY=1TU"),
        ("hebdomadaire jusqu'au 1er mars 2027", "FREQ=WEEKLY;UNTIL=20270301"),
        ("cada semana", "FREQ=WEEKLY"), ("todos los lunes", "FREQ=WEEKLY;BYDAY=MO"),
        ("cada dos semanas, 6 veces", f"{TWO_WEEKS};COUNT=6"),
        ("ogni mese", "FREQ=MONTHLY"), ("ogni due settimane", TWO_WEEKS),
        ("ogni mercoledì", "FREQ=WEEKLY;BYDAY=WE"),
        ("elke week", "FREQ=WEEKLY"), ("om de week", TWO_WEEKS), ("om de twee weken", TWO_WEEKS),
        ("elke eerste maandag van de maand", "FREQ=MONTHLY;BYDAY=1MO"),
        ("co tydzień", "FREQ=WEEKLY"), ("co dwa tygodnie", TWO_WEEKS),
        ("w każdy poniedziałek", "FREQ=WEEKLY;BYDAY=MO"),
        ("todas as semanas", "FREQ=WEEKLY"), ("a cada dois meses", "FREQ=MONTHLY;INTERVAL=2"),
        ("todas as segundas-feiras", "FREQ=WEEKLY;BYDAY=MO"),
        ("în fiecare săptămână", "FREQ=WEEKLY"), ("în fiecare luni", "FREQ=WEEKLY;BYDAY=MO"),
        ("la fiecare două luni", "FREQ=MONTHLY;INTERVAL=2"), ("zilnic", "FREQ=DAILY"),
        ("am 15. jedes Monats", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("montags bis freitags", WORK), ("du lundi au vendredi", WORK), ("op werkdagen", WORK),
        ("dal lunedì al venerdì", WORK), ("de lunes a viernes", WORK), ("w dni robocze", WORK),
        ("od poniedziałku do piątku", WORK), ("de segunda a sexta", WORK),
        ("de luni până vineri", WORK), ("nos dias úteis", WORK),
        ("le 2e mardi de chaque mois", "FREQ=MONTHLY;BYDAY=2TU"),
        ("chaque mois le 15", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("un mardi sur deux", f"{TWO_WEEKS};BYDAY=TU"), ("une semaine sur deux", TWO_WEEKS),
        ("co drugi wtorek", f"{TWO_WEEKS};BYDAY=TU"), ("o dată la două săptămâni", TWO_WEEKS),
        ("le mardi", "FREQ=WEEKLY;BYDAY=TU"), ("los martes y jueves", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("às terças e quintas", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("na segunda terça-feira do mês", "FREQ=MONTHLY;BYDAY=2TU"),
        ("l'ultimo venerdì del mese", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("elke 15e van de maand", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("15. dnia każdego miesiąca", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("pe 15 ale fiecărei luni", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("în a doua marți a lunii", "FREQ=MONTHLY;BYDAY=2TU"),
        ("chaque semaine pendant 10 semaines", "FREQ=WEEKLY;UNTIL=20270221"),
        ("manchmal", None), ("deux fois par semaine", None),
    ],
)  # fmt: skip
def test_the_words_of_nine_languages_become_a_rule(words: str, rule: str | None) -> None:
    """By the tables of each; what is not all known is refused with examples."""
    if rule is None:
        with pytest.raises(UsageError, match="is no way to repeat; write, for example"):
            read_rule(words, START)
    else:
        assert read_rule(words, START) == rule


def test_every_language_of_the_bot_says_how_often() -> None:
    """The same English words for each, so that none is half known."""
    said = parsed(files("forumbot.language") / "repeats.yaml")
    assert {DEFAULT, *said} == set(spoken())
    days = {"monday", "wednesday", "thursday", "friday"}  # as Portuguese shortens them
    keys = [{*words} - {"every other"} - days for words in said.values()]
    assert all(one == keys[0] for one in keys)
