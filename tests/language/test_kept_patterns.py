"""Patterns read back as they were compiled: they find what those of re.compile do."""

import re
from pathlib import Path

import pytest

from forumbot.language import kept_patterns
from forumbot.language.kept_patterns import kept_pattern
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import tables

_TEXTS = (
    "Der DRITTE Januar, le 3 février und Ärzte's of the forum",
    "ÎN MARTIE — İstanbul, ſtraße; 'first' ’second",
    "",
)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "forumbot"


def found(pattern: re.Pattern[str]) -> list[object]:
    """All that there is to know of what a pattern finds, and of itself."""
    said = [
        (one.span(), one.groups(), one.groupdict())
        for text in _TEXTS
        for one in pattern.finditer(text)
    ]
    return [said, pattern.pattern, pattern.flags, pattern.groups, dict(pattern.groupindex)]


@pytest.mark.parametrize(
    "source",
    [
        r"(?P<day>\d)\s(?P<month>[^\W\d_]+)|(x)|(?P<word>\b\w{3,6}\b(?<!of))",
        r"(?<![\w.])(?:(?P<a>f)(?(a)[io]|x)|['’](\w+))\w*(?!\.)",
        one_of(way for one in tables() for row in one.months for way in ways(row)),
    ],
)
def test_a_kept_pattern_finds_what_a_compiled_one_does(source: str, cache: Path) -> None:
    """When it is made as when it is read back, with its names, groups and flags."""
    own = found(re.compile(source, re.IGNORECASE))
    for _turn in ("made", "read back"):
        assert found(kept_pattern(source, re.IGNORECASE)) == own
    assert len(list(cache.iterdir())) == 1


def test_what_is_kept_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor are patterns of other words or flags taken for it."""
    kept_pattern("first", re.IGNORECASE)
    monkeypatch.setattr(kept_patterns, "_made", lambda source, flags: b"compiled anew")
    assert kept_pattern("first", re.IGNORECASE).search("FIRST")
    assert not kept_pattern("first", re.NOFLAG).search("FIRST")
    assert kept_pattern("second", re.IGNORECASE).search("SECOND")


@pytest.mark.parametrize(
    "raw", [b"", b"{}\n", b'{"flags": 34, "groups": 0, "names": {}}\n\xff\xff\xff\xff']
)
def test_what_cannot_be_read_back_is_compiled(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of another form, or codes that the engine refuses."""
    monkeypatch.setattr(kept_patterns, "_made", lambda source, flags: raw)
    assert kept_pattern("first", re.IGNORECASE).search("FIRST")


def test_a_pattern_that_is_none_is_refused() -> None:
    """With the error of re.compile, of whatever length it is."""
    for source in ("(", "x" * 2000 + "("):
        with pytest.raises(re.error):
            compiled(source)
