"""Our own words: the same phrases, with the same places for values, in every language."""

from pathlib import Path
from string import Formatter

import pytest
import yaml

from forumbot.language import phrases as file
from forumbot.language.phrases import counting, listed, ordinal, phrase, phrases, speaking, spoken

OTHERS = [language for language in spoken() if language != file.DEFAULT]


def places(text: str) -> set[str]:
    """The values that a phrase has places for."""
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def test_the_bot_speaks_nine_languages() -> None:
    """Those in which a message may lean on what was said before it."""
    assert set(spoken()) == {"de", "en", "es", "fr", "it", "nl", "pl", "pt", "ro"}


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_says_all_that_english_says(language: str) -> None:
    """The same keys, each with the same places for values, and none that is empty."""
    english, other = phrases("en"), phrases(language)
    assert set(other) == set(english)
    wrong = {key for key in english if places(other[key]) != places(english[key])}
    assert not wrong
    assert all(text.strip() for text in other.values())


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_with_phrases_that_may_lack_has_all_of_them(language: str) -> None:
    """One without the file says these in English."""
    for part in file.BESIDE:
        folder = Path(file.__file__).with_name("phrases") / part
        own = folder / f"{language}.yaml"
        english = yaml.safe_load((folder / "en.yaml").read_text(encoding="utf-8"))
        has = yaml.safe_load(own.read_text(encoding="utf-8")) if own.exists() else english
        assert set(has) == set(english)


def test_no_phrase_takes_the_key_of_another() -> None:
    """One would be said in the place of the other, without its values."""
    folder = Path(file.__file__).with_name("phrases")
    texts = [
        (path / "en.yaml").read_text(encoding="utf-8")
        for path in (folder, *(folder / part for part in file.BESIDE))
    ]
    keys = [line.partition(":")[0] for line in "\n".join(texts).splitlines() if ": " in line]
    assert sorted({key for key in keys if keys.count(key) > 1 and not key.startswith("#")}) == []


def test_every_phrase_is_said_somewhere() -> None:
    """A key that no module names would be translated for nothing."""
    modules = Path(file.__file__).parents[1].rglob("*.py")
    source = "\n".join(path.read_text(encoding="utf-8") for path in modules)
    kinds = {"greeting", "thanks", "goodbye", "identity", "abilities", "rude", "chat"}
    made = ("ordinal_", "disputed_", "kind_", "count_", "event_kind_", "event_field_", "fact_",
            "rule_", "nth_", "differs_", "chat_", "coming_", "preview_", "explain_")  # fmt: skip
    for key in set(phrases("en")) - kinds:
        assert f'"{key}"' in source or f"'{key}'" in source or key.startswith(made), key


@pytest.mark.parametrize(
    ("reads", "said_in"),
    [("de", "de"), ("de-AT", "de"), ("en-GB", "en"), ("sv", "en"), (None, "en")],
)
def test_members_are_spoken_to_in_their_language_else_in_english(
    reads: str | None, said_in: str
) -> None:
    """A region does not count."""
    assert speaking(reads) == said_in


def test_one_is_counted_as_one() -> None:
    """In each language by its own word."""
    assert counting("rest", "rest_one", "en", 1) == "… and 1 more item"
    assert counting("rest", "rest_one", "fr", 2) == "… et 2 autres points"


def test_forums_are_numbered_and_listed_in_words() -> None:
    """With the word for "and" before the last, and a numeral where there is no word."""
    assert [ordinal(number, "fr") for number in (1, 3, 12)] == ["premier", "troisième", "12e"]
    assert listed(["a", "b", "c"], "de") == "a, b und c"
    assert listed(["a"], "ro") == "a"
    assert phrase("quoted", "de", text="KMU") == "„KMU“"


@pytest.mark.parametrize(
    ("count", "told"),
    [(2, "2 zile"), (19, "19 zile"), (20, "20 de zile"), (24, "24 de zile"), (100, "100 de zile"),
     (101, "101 zile"), (119, "119 zile"), (120, "120 de zile")],
)  # fmt: skip
def test_romanian_puts_de_behind_a_number_from_twenty_on(count: int, told: str) -> None:
    """By its last two digits."""
    assert counting("days", "one_day", "ro", count) == told
