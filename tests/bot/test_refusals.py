"""Why files were refused, in the languages of those who keep the archive."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from forumbot import archive
from forumbot.archive import sniff
from forumbot.archive.formats import registry
from forumbot.archive.formats.registry import FORMATS, remedy_for
from forumbot.bot.refusals import is_known, refusal_in
from forumbot.language.phrases import DEFAULT, spoken
from forumbot.language.table import parsed

ROWS = parsed(files("forumbot.language") / "refusals.yaml")
ARCHIVE = Path(archive.__path__[0])
KINDS = [one.kind for one in FORMATS] + [
    sniff.OPEN_DOCUMENT, sniff.ZIP, sniff.OLD_OFFICE, sniff.IMAGE, sniff.GZIP, registry.TEXT,
]  # fmt: skip
# What a library says stands within brackets or behind a colon; these are texts of others alone.
_OTHERS = re.compile(r"N(?: N| \(N\))?")


def text_of(node: ast.expr) -> str | None:
    """What a string may be, with N for each of its values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    parts = (one.value if isinstance(one, ast.Constant) else _value(one) for one in node.values)
    return "".join(map(str, parts))


def _value(node: ast.expr) -> str:
    is_plural = any(isinstance(one, ast.Constant) and one.value == "s" for one in ast.walk(node))
    return "s" if is_plural else "N"


def raised() -> Iterator[str]:
    """The reasons that modules of the archive give, where they are written out."""
    for path in sorted(ARCHIVE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if name in ("RefusedError", "UnreadError"):
                texts = map(text_of, _strings(node.args[0]))  # type: ignore[attr-defined]
                yield from (text for text in texts if text and not _OTHERS.fullmatch(text))


def _strings(node: ast.expr) -> list[ast.expr]:
    return node.values if isinstance(node, ast.BoolOp) else [node]


REASONS = sorted(set(raised()))


def test_each_row_is_in_every_other_language() -> None:
    """With the same places."""
    for english, texts in ROWS.items():
        assert set(texts) == set(spoken()) - {DEFAULT}
        for text in texts.values():
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english)), text


def test_the_reasons_are_found() -> None:
    """A look at the source that finds none would prove nothing."""
    assert len(REASONS) > 50


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_of_the_archive_has_its_rows(reason: str) -> None:
    """All of it but names, numbers and what libraries say."""
    placed = re.sub("^N: ", "N line N: ", reason)  # a place is the line of a file
    parts = [part for part in placed.split("; ") if not _OTHERS.fullmatch(part)]
    assert all(map(is_known, parts)), reason


def test_what_a_file_is_taken_for_has_its_rows() -> None:
    """Any kind in place of any other, and the formats that are not read."""
    for actual in KINDS:
        for kind in KINDS:
            reason = f"is {actual.words}, not {kind.words}; give it its proper suffix"
            told = refusal_in(reason, "de")
            assert actual.words not in told.replace("Text", ""), actual.words
            assert told.endswith("; gib ihm die richtige Endung")
    for suffix in registry._NOT_READ:
        assert is_known(remedy_for(f"report{suffix}") or "")


@pytest.mark.parametrize(
    ("reason", "language", "words"),
    [
        ("is empty", "fr", "est vide"),
        ("is an image, not a PDF; give it its proper suffix", "es",
         "es una imagen, no un PDF; dale la extensión correcta"),
        ("holds more than 5,000 paragraphs; split it", "pl",
         "zawiera więcej niż 5,000 akapitów; podziel go"),
        ("front matter line 3: the key 'tilte' is given twice", "it",
         "intestazione riga 3: la chiave 'tilte' c'è due volte"),
        ("holds no text on its 2 pages; a scan would need OCR (install tesseract)", "pt-BR",
         "não contém texto nas suas 2 páginas; uma digitalização precisaria de OCR "
         "(instala o tesseract)"),
        ("is upside down; turn it", "nl", "is upside down; turn it"),
        ("is empty", "en-GB", "is empty"),
        ("is empty", "sv", "is empty"),
    ],
)  # fmt: skip
def test_a_reason_is_said_in_the_language_of_its_reader(
    reason: str, language: str, words: str
) -> None:
    """What is not known stays as it is."""
    assert refusal_in(reason, language) == words
