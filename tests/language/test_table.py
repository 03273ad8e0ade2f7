"""The tables of the languages: well-formed, and without words that would be taken for others."""

import re
from pathlib import Path
from typing import Any

import pytest

import forumbot.language
from forumbot.errors import UsageError
from forumbot.language.dates import find_dates
from forumbot.language.forum_names import forum_names
from forumbot.language.patterns import one_of, ways
from forumbot.language.questions import asked_for
from forumbot.language.table import Language, codes, more_tables, of_yaml, parsed, table, tables
from forumbot.language.words import stem
from forumbot.reminders.distances import told_distance

_SHIPPED = "bg cs da de el en es fi fr hr hu it nl pl pt ro sk sv".split()
_QUESTIONS = {"who", "when", "where", "how_many", "how_much", "which", "which_several", "what"}
_QUESTIONS |= {"why", "how", "how_long", "how_big"}
_DATE_WORDS = {"to", "of", "between", "and", "from", "until", "week", "today", "tomorrow"}


def test_eighteen_languages_ship_with_their_tables() -> None:
    """Each has a table of its code, English before the others."""
    assert set(codes()) >= set(_SHIPPED)
    assert [one.language for one in tables()] == list(codes())
    assert codes()[0] == "en"


@pytest.mark.parametrize("code", _SHIPPED)
def test_a_table_that_ships_is_complete(code: str) -> None:
    """Which rows it lacks is said by name; a row of stop or light words has more than a few."""
    assert set(_lacking(table(code))) == _NEEDLESS.get(code, set())


def test_what_is_kept_of_a_table_is_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read again, each file that ships and any other has the same keys and values."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    odd = tmp_path / "odd.yaml"
    odd.write_text("{1: [a], '2': b, no: c, day: 2019-05-01, 2.5: null}", encoding="utf-8")
    for file in (*Path(forumbot.language.__file__).parent.rglob("*.yaml"), odd):
        once, again = parsed(file), parsed(file)
        assert once == again == of_yaml(file.read_bytes())
    assert len(list((tmp_path / "forumbot").iterdir())) > len(codes())


def test_what_a_table_lacks_is_named(tmp_path: Path) -> None:
    """Whole keys and single rows of them."""
    months = [f"zz{letter}" for letter in "abcdefghijkl"]
    one = f"language: zz\nmonths: {[[name] for name in months]}\nordinals: {{1: [zza]}}\n"
    (tmp_path / "zz.yaml").write_text(one)
    with more_tables(tmp_path):
        found = _lacking(table("zz"))
    assert {"weekdays", "ordinals.2", "numbers.20", "stop_words", "questions.when"} <= set(found)
    assert {"date_words.of", "units.hour", "light_words"} <= set(found)
    assert not {"months", "ordinals.1"} & set(found)


@pytest.mark.parametrize("code", codes())
def test_the_words_of_a_table_are_well_formed(code: str) -> None:
    """None is empty, none stands twice in a row, and what the table holds by key is known."""
    one = table(code)
    assert set(one.questions) <= _QUESTIONS | {"yes_no", "list"}
    assert set(one.date_words) <= _DATE_WORDS | {"on", "spoken_of", "yesterday", "next", "last"}
    for words in _word_lists(one):
        assert len(words) == len(set(words)), words
        assert all(isinstance(word, str) and word.strip() == word != "" for word in words), words


def test_nine_languages_name_periods_by_the_same_keys() -> None:
    """A message is read by each of them alike."""
    with_periods = {one.language: set(one.periods) for one in tables() if one.periods}
    assert set(with_periods) == {"en", "de", "fr", "es", "it", "nl", "pl", "pt", "ro"}
    assert len(set(map(frozenset, with_periods.values()))) == 1


def test_nine_languages_ask_for_events_by_the_same_keys() -> None:
    """But for "which", which the others have among their questions, and words of the calendar."""
    left_out = {"which", "calendar"}
    keys = {one.language: set(one.events) - left_out for one in tables() if one.events}
    assert set(keys) == {one.language for one in tables() if one.periods}
    assert len(set(map(frozenset, keys.values()))) == 1


_COMPLETE: dict[str, set[Any]] = {
    "ordinals": set(range(1, 32)),
    "numbers": {*range(1, 21), 30, 40, 50, 60, 70, 80, 90, 100, 1000},
    "units": {"minute", "hour", "day", "week", "month", "year"},
    "questions": _QUESTIONS | {"yes_no", "list"},
    "date_words": _DATE_WORDS | {"yesterday", "next", "last"},
    "days": {"held", "not_held", "published", "label", "when", "own", "with", "letter", "rules"},
    "outcomes": {"actions", "beside", "modifiers", "link", "numbered", "agreed", "unreal"},
}
_ROWS = (
    "months weekdays before half_hour at_start negation planned done outcome_headings "
    "agenda_headings forum_words forum forum_parts greetings currencies"
).split()
# What a language has of them at least, whatever is counted among them.
_MANY = {"stop_words": 70, "light_words": 20}
# Nothing is put into English from it; endings stand for what links two nouns.
_NEEDLESS = {"en": {"light_words"}, "fi": {"outcomes.link"}, "hu": {"outcomes.link"}}


def _lacking(one: Language) -> list[str]:
    """The rows without words, as ``months`` or ``questions.when``."""
    lacks = [key for key in _ROWS if not getattr(one, key)]
    lacks += [key for key, least in _MANY.items() if len(getattr(one, key)) < least]
    for key, rows in _COMPLETE.items():
        lacks += [f"{key}.{row}" for row in sorted(rows) if not getattr(one, key).get(row)]
    return lacks


def _word_lists(one: Language) -> list[tuple[str, ...]]:
    lists = [*one.months, *one.weekdays, *one.numbers.values(), *one.ordinals.values()]
    lists += [
        *one.questions.values(),
        *one.date_words.values(),
        *one.periods.values(),
        one.stop_words,
        one.negation,
    ]
    lists += [*one.units.values(), one.before, one.half_hour, one.at_start]
    lists += [one.planned, one.done, one.outcome_headings, one.agenda_headings]
    lists += [*one.talks.values(), *one.asking.values(), *one.events.values()]
    return [*lists, one.forum_words, one.forum, one.forum_parts, one.greetings]


@pytest.mark.parametrize("code", codes())
def test_no_word_for_a_forum_is_a_function_word_when_typed_without_accents(code: str) -> None:
    """The Slovak fór is not "for" of an English sentence."""
    function_words = {way for one in tables() for way in ways(one.stop_words)}
    assert function_words.isdisjoint(ways(table(code).forum))


@pytest.mark.parametrize("key", ["months", "ordinals"])
def test_no_word_stands_for_two_numbers(key: str) -> None:
    """Of whatever languages: the text does not say which of them it is in."""
    numbers: dict[str, int] = {}
    for one in tables():
        rows = enumerate(one.months, 1) if key == "months" else one.ordinals.items()
        for number, words in rows:
            for way in ways(words):
                assert numbers.setdefault(way, number) == number, (one.language, way)


def test_a_language_without_a_table_is_refused() -> None:
    """The message names those that there are."""
    with pytest.raises(UsageError, match=r"'xx' among en, de"):
        table("xx")


def test_a_table_may_hold_the_months_alone(tmp_path: Path) -> None:
    """They are read in dates; of whatever else there is in tables, nothing is known."""
    months = [f"zz{letter}" for letter in "abcdefghijkl"]
    (tmp_path / "zz.yaml").write_text(f"language: zz\nmonths: {[[name] for name in months]}\n")
    with more_tables(tmp_path):
        assert [one.first.month for one in find_dates("3 zzc 2019, 4 zzl 2019")] == [3, 12]
        assert table("zz").dating("and") == ()
        assert forum_names("the second and the third forum").several((2, 3)) is not None
        assert asked_for("When was it?", "zz") is None
        assert told_distance("2 days before") == {"day": 2}
        assert stem("clusters", "zz") == "clusters"


def test_a_stemmer_of_a_new_table_is_used(tmp_path: Path) -> None:
    """Its words are stemmed while it is there, those asked for before too."""
    (tmp_path / "zz.yaml").write_text("language: zz\nstemmer: english\n")
    assert stem("clusters", "zz") == "clusters"
    with more_tables(tmp_path):
        assert stem("clusters", "zz") == "cluster"
    assert stem("clusters", "zz") == "clusters"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[1]", "mapping"),
        ("language: xy", "does not say"),
        ("language: xx\nmonhts: [a]", "monhts"),
        ("language: xx\nmonths: [[a], [b]]", "twelve months"),
        ("language: xx\nweekdays: [[a], [b], [c], [d], [e], [f], []]", "seven days"),
    ],
)
def test_a_table_that_is_amiss_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    """Rather than leaving out what it was added for."""
    (tmp_path / "xx.yaml").write_text(text)
    with more_tables(tmp_path), pytest.raises(UsageError, match=fault):
        table("xx")


def test_a_pattern_of_words_finds_the_longest() -> None:
    """With any white space for a space."""
    pattern = one_of(["mar", "march", "may", "seat of a", "seat"])
    for word in ("mar", "march", "may", "seat", "seat  of\na"):
        found = re.match(pattern, word)
        assert found is not None
        assert found[0] == word
