"""The blocks of the guides, read by Sybil: what each one is, and whether it is run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sybil import Document, Region
from sybil.parsers.markdown import SkipParser
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

ROOT = Path(__file__).resolve().parents[1]
GUIDES = (
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "index" / "README.md",
    ROOT / "bench" / "README.md",
)
_ELLIPSIS = "…"
_FENCES = RawFencedCodeBlockLexer(re.compile(r"(?P<language>[^\n]*)\n"))


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: where it stands, what its fence calls it, and why it is not run, if so."""

    guide: Path
    line: int
    language: str
    text: str
    reason: str | None

    def __str__(self) -> str:
        return f"{self.guide.relative_to(ROOT)}:{self.line}"


def blocks_of(guide: Path) -> Iterator[Block]:
    """The blocks of a guide, in order.

    ``<!-- skip: next REASON -->`` above a block, which readers do not see, says that it is not run.
    """
    reason: str | None = None
    for example in Document.parse(str(guide), _fenced, SkipParser()).examples():
        if isinstance(example.parsed, tuple):
            action, reason = example.parsed
            if action != "next" or not reason:
                raise ValueError(f"{guide}:{example.line}: write 'skip: next' and the reason")
        else:
            language = str(example.region.lexemes["language"]).strip()
            yield Block(guide, example.line, language, str(example.parsed), reason)
            reason = None


def all_blocks() -> list[Block]:
    """The blocks of all guides."""
    return [block for guide in GUIDES for block in blocks_of(guide)]


def assert_shown(shown: str, printed: str) -> None:
    """Compare line by line; a line of nothing but an ellipsis stands for any number of lines."""
    expected = [line.rstrip() for line in shown.splitlines()]
    lines = [line.rstrip() for line in printed.rstrip().splitlines()]
    pattern = "".join(
        "(?:.*\n)*?" if line.strip() == _ELLIPSIS else f"{re.escape(line)}\n" for line in expected
    )
    if not re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)):
        assert expected == lines


def _fenced(document: Document) -> Iterator[Region]:
    for region in _FENCES(document):
        region.parsed = region.lexemes["source"]
        yield region
