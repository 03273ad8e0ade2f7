"""What a document is called, when it was held and published, its language: stated or guessed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from forumbot.archive.corrections import ALIASES, DRAFT, Correction
from forumbot.archive.credentials import credentials_warning
from forumbot.archive.day_cues import meetings, of_minutes
from forumbot.archive.days_held import guess_held, guess_issued
from forumbot.archive.files import printable
from forumbot.archive.formats.registry import format_of
from forumbot.archive.guesses import (
    MAX_TITLE_CHARS,
    guess_published,
    guess_title,
    is_generic_title,
)
from forumbot.archive.layout import Extraction, clean
from forumbot.language.dates import FoundDate, find_days
from forumbot.language.detection import detect_language as detect_language
from forumbot.language.detection import detect_languages
from forumbot.language.forum_names import named_edition
from forumbot.language.levelling import level
from forumbot.language.words import words


@dataclass(frozen=True, slots=True)
class Description:
    """The fields of a document beside its text, as :class:`~forumbot.archive.documents.Document`.

    ``guessed`` names those that were concluded rather than stated; ``warnings`` begin with those
    of the extraction.
    """

    title: str
    kind: str
    language: str
    edition: int | None = None
    held_on: date | None = None
    held_until: date | None = None
    published_on: date | None = None
    place: str | None = None
    url: str | None = None
    themes: tuple[str, ...] = ()
    status: str = ""
    supersedes: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def describe(
    doc_id: str, extraction: Extraction, correction: Correction | None = None
) -> Description:
    """Conclude the fields of a document from what a maintainer states, else from its metadata,
    else from its text and its name."""
    return _Describer(doc_id, extraction, correction or Correction()).description()


def _line(text: str) -> str:
    """Text on one clean line."""
    return " ".join(clean(text).split())


_TELLING_CHARS = 100
_SPAN_CHARS = 200
# Of the keys for the day on which something came out this alone may be any day.
_DATE = "date"


class _Describer:
    """Concludes a document's fields from its metadata, else from its text, noting guesses."""

    def __init__(self, doc_id: str, extraction: Extraction, correction: Correction) -> None:
        self.doc_id = doc_id
        self.extraction = extraction
        self.correction = correction
        self.metadata = correction.applied(extraction.metadata)
        self.guessed: list[str] = []
        self.warnings = list(extraction.warnings)

    def description(self) -> Description:
        language = self._language()
        if warning := credentials_warning(self.extraction.text):
            self.warnings.append(warning)
        title = self._title(language)
        published, held = self._span("published_on"), self._span("held_on")
        held = held or self._minuted(title, published)
        # Front matter that names the kind is ours: a date that it leaves out is not known.
        if "kind" not in self.extraction.metadata:
            published = published or self._guess(
                "published_on",
                lambda: (
                    guess_published(self.extraction.text)
                    or guess_issued(self.doc_id, title, self.extraction)
                ),
            )
            held = held or self._guess(
                "held_on",
                lambda: guess_held(self.doc_id, title, self.extraction, published, language),
            )
        return Description(
            title=title,
            kind=self._text("kind") or self._kind(),
            language=language,
            edition=self._edition(title),
            held_on=held.first if held else None,
            held_until=held.last if held else None,
            published_on=published.first if published else None,
            place=self._text("place"),
            url=self._url(),
            themes=self._themes(),
            status=self._status(),
            supersedes=self._supersedes(),
            guessed=tuple(self.guessed),
            warnings=tuple(dict.fromkeys(self.warnings)),  # a field may be looked at twice
        )

    def _minuted(self, title: str, published: FoundDate | None) -> FoundDate | None:
        """The plain ``date`` of minutes, or of a meeting with a place, is the day of the meeting.

        None where the title names another day.
        """
        key, _value = self._value("published_on")
        is_stated = key == _DATE and "held_on" not in self.correction.values
        named = title, self._text("kind") or ""
        is_of_meeting = any(of_minutes().match(one) for one in named) or (
            self._text("place") is not None
            and not set(map(level, meetings())).isdisjoint(words(title))
        )
        return published if is_stated and is_of_meeting and find_days(title) is None else None

    def _value(self, name: str) -> tuple[str, Any]:
        for key in ALIASES[name]:
            value = self.metadata.get(key)
            if value is not None and value != "":
                return key, value
        return name, None

    def _text(self, name: str) -> str | None:
        key, _value = self._value(name)
        return self._text_at(key)

    def _text_at(self, key: str) -> str | None:
        value = self.metadata.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, str | int | float | date):
            return _line(str(value))[:MAX_TITLE_CHARS].rstrip() or None
        self.warnings.append(f"{self._origin(key)}: {key} should be text; ignored")
        return None

    def _title(self, language: str) -> str:
        """The first stated title that says anything; else a guess, else what was stated."""
        corrected = self._text("title") if "title" in self.correction.values else None
        if corrected:
            return corrected
        stated = [title for key in ALIASES["title"] if (title := self._text_at(key))]
        telling = next((title for title in stated if not is_generic_title(title)), None)
        if telling is not None:
            return telling
        guess = guess_title(self.doc_id, self.extraction, language) or printable(self.doc_id)
        self.guessed.append("title")
        return guess

    def _kind(self) -> str:
        """What its folder is called, as one; of what came with a mail, the mail's folder."""
        folders = (one.name for one in PurePosixPath(self.doc_id).parents)
        parent = next((name for name in folders if format_of(name) is None), "")
        return parent.removesuffix("s") if parent else "document"

    def _language(self) -> str:
        stated = self._text("language")
        if stated and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_]\w+)?", stated):
            return stated[:2].lower()
        found = detect_languages(self.extraction.text)
        if not found.is_certain and len(self.extraction.text) >= _TELLING_CHARS:
            self.warnings.append(f"language uncertain; read as {found.main}")
        elif found.others:
            self.warnings.append(f"language {found.main}, in parts {', '.join(found.others)}")
        return found.main

    def _edition(self, title: str) -> int | None:
        key, value = self._value("edition")
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if value is not None:
            self.warnings.append(f"{self._origin(key)}: {key} should be a whole number; ignored")
        return named_edition(title)

    def _url(self) -> str | None:
        key, value = self._value("url")
        if value is None:
            return None
        address = clean(value) if isinstance(value, str) else ""
        if re.fullmatch(r"https?://[^\s<>\"]{3,2000}", address):
            return address
        if key == "url":
            self.warnings.append(f"{self._origin(key)}: url should be a web address; ignored")
        return None

    def _themes(self) -> tuple[str, ...]:
        key, value = self._value("themes")
        if value is None:
            return ()
        items = value.split(",") if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str | int) for item in items):
            self.warnings.append(f"{self._origin(key)}: {key} should be a list of words; ignored")
            return ()
        return tuple(theme for theme in (_line(str(item)) for item in items) if theme)

    def _span(self, name: str) -> FoundDate | None:
        key, value = self._value(name)
        if value is None:
            return None
        span = _as_span(value)
        if span is None:
            self.warnings.append(
                f"{self._origin(key)}: {key}: {str(value)[:60]!r} is not a date "
                "such as 2019-05-14; ignored"
            )
        return span

    def _status(self) -> str:
        """``draft`` or nothing; front matter of others has words of its own, which say no more."""
        is_draft = str(self.metadata.get("status", "")).casefold() == DRAFT
        is_marked = "status" not in self.correction.values and self.metadata.get(DRAFT) is True
        return DRAFT if is_draft or is_marked else ""

    def _supersedes(self) -> tuple[str, ...]:
        key, value = self._value("supersedes")
        names = [value] if isinstance(value, str) else value if value is not None else []
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self.warnings.append(
                f"{self._origin(key)}: {key} should be the path of a file, or a list; ignored"
            )
            return ()
        return tuple(names)

    def _origin(self, key: str) -> str:
        """Where the value of a key was stated."""
        return self.correction.places.get(key, "front matter")

    def _guess(self, name: str, guess: Callable[[], FoundDate | None]) -> FoundDate | None:
        """What is guessed of a field, unless a maintainer says that nothing is known of it."""
        found = None if name in self.correction.values else guess()
        if found is not None:
            self.guessed.append(name)
        return found


def _as_span(value: object) -> FoundDate | None:
    if isinstance(value, dict):
        return _from_first_to_last([value.get("from"), value.get("to")])
    if isinstance(value, list):
        return _from_first_to_last(value)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return FoundDate(value, value, 0, 0)
    is_whole = isinstance(value, int) and not isinstance(value, bool)  # 20190314
    return find_days(str(value)[:_SPAN_CHARS]) if is_whole or isinstance(value, str) else None


def _from_first_to_last(values: list[object]) -> FoundDate | None:
    """The days that a list of dates spans; None where one of them is none, or out of order."""
    days = [None if isinstance(value, dict | list) else _as_span(value) for value in values]
    known = [one for one in days if one is not None]
    if not known or len(known) < len(days) or known[-1].last < known[0].first:
        return None
    return FoundDate(known[0].first, known[-1].last, 0, 0)
