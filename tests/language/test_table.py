"""The tables of the languages: complete, and without words that would be taken for others."""

import re
from pathlib import Path

import pytest

from forumbot.errors import UsageError
from forumbot.language.patterns import one_of, ways
from forumbot.language.table import Language, codes, more_tables, table, tables

_QUESTIONS = {"who", "when", "where", "how_many", "how_much", "which", "what", "why", "how"}
_DATE_WORDS = {"to", "of", "between", "and", "from", "until", "week", "today", "tomorrow"}


def test_eighteen_languages_ship_with_their_tables() -> None:
    """Each has a table of its code, English before the others."""
    assert len(codes()) >= 18
    assert [one.language for one in tables()] == list(codes())
    assert codes()[0] == "en"


@pytest.mark.parametrize("code", codes())
def test_a_table_is_complete(code: str) -> None:
    """Every key has words, every day of a month has its ordinal, no word stands twice in a row."""
    one = table(code)
    assert len(one.months) == 12
    assert len(one.weekdays) == 7
    assert set(one.ordinals) == set(range(1, 32))
    assert set(one.numbers) >= {*range(1, 21), 30, 40, 50, 60, 70, 80, 90, 100, 1000}
    assert set(one.units) >= {"minute", "hour", "day", "week", "month", "year"}
    assert set(one.questions) == _QUESTIONS | {"yes_no", "list"}
    assert set(one.date_words) == _DATE_WORDS | {"yesterday", "next", "last"}
    for words in _word_lists(one):
        assert words
        assert len(words) == len(set(words)), words
        assert all(isinstance(word, str) and word.strip() == word != "" for word in words), words


def _word_lists(one: Language) -> list[tuple[str, ...]]:
    lists = [*one.months, *one.weekdays, *one.numbers.values(), *one.ordinals.values()]
    lists += [*one.questions.values(), *one.date_words.values(), one.stop_words, one.negation]
    lists += [*one.units.values(), one.before, one.half_hour, one.at_start]
    lists += [one.planned, one.done, one.outcome_headings, one.agenda_headings]
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


@pytest.mark.parametrize(("text", "fault"), [("language: xx", "lacks"), ("[1]", "mapping")])
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
