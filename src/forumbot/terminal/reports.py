"""What ``index build``, ``index status``, ``check`` and ``doctor`` found, as rich renderables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from forumbot.archive.files import printable
from forumbot.language.counting import counted
from forumbot.terminal import styles
from forumbot.terminal.views import plain, styled

if TYPE_CHECKING:
    from forumbot.archive.documents import Document
    from forumbot.archive.layout import Block
    from forumbot.checkup import CheckReport, Diagnosis
    from forumbot.search.manifest import Manifest
    from forumbot.search.status import IndexStatus


def build_view(manifest: "Manifest") -> RenderableType:
    """What a build took in, and what it refused."""
    passages = sum(record.passages for record in manifest.documents)
    reused = sum(record.reused for record in manifest.documents)
    lines: list[RenderableType] = [
        styled(
            f"Generation {manifest.generation} is live: "
            f"{counted(len(manifest.documents), 'document')} "
            f"({reused} unchanged), {counted(passages, 'passage')}."
        ),
        _report_table(manifest.documents, [str(r.passages) for r in manifest.documents]),
    ]
    lines += [
        styled(f"{printable(record.doc_id)}: {warning}", style=styles.WARNING)
        for record in manifest.documents
        for warning in record.warnings
    ]
    lines += [_passed_over(record.doc_id, record.reason) for record in manifest.passed_over]
    lines += [
        styled(f"refused {r.doc_id}: {r.reason}", style=styles.ERROR) for r in manifest.refused
    ]
    return Group(*lines)


class _Described(Protocol):
    """What a line of the report tells of a document."""

    @property
    def doc_id(self) -> str: ...
    @property
    def pages(self) -> int | None: ...
    @property
    def words(self) -> int: ...
    @property
    def language(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def held_on(self) -> date | str | None: ...
    @property
    def published_on(self) -> date | str | None: ...
    @property
    def guessed(self) -> tuple[str, ...]: ...


def _report_table(
    documents: Sequence[_Described], passages: Sequence[str] | None = None
) -> RenderableType:
    """One line a document; what it does not state itself has a question mark."""
    table = Table(box=None, pad_edge=False, header_style=styles.HEADING)
    table.add_column("Document", overflow="fold")
    for column in ("Pages", "Passages", "Words") if passages else ("Pages", "Words"):
        table.add_column(column, justify="right")
    for column in ("Lang", "Title", "Held", "Published"):
        table.add_column(column, overflow="fold")
    for number, document in enumerate(documents):
        cells = (
            printable(document.doc_id),
            str(document.pages or ""),
            *([passages[number]] if passages else []),
            f"{document.words:,}",
            *(_marked(document, name) for name in ("language", "title", "held_on", "published_on")),
        )
        table.add_row(*map(styled, cells))
    return table


def _marked(document: _Described, name: str) -> str:
    """A field as text, with a question mark where it is a guess."""
    value = getattr(document, name)
    mark = "?" if name in document.guessed else ""
    return f"{value}{mark}" if value else ""


def _guesses(document: "Document") -> Text:
    """What was concluded of a document, to be looked over by a person."""
    values = (f"{name} {getattr(document, name, '')}" for name in document.guessed)
    return styled(f"guessed {printable(document.doc_id)}: {'; '.join(values)}", style=styles.ASIDE)


def _passed_over(doc_id: str, why: str) -> RenderableType:
    return styled(f"passed over {printable(doc_id)}: {why}", style=styles.ASIDE)


def check_view(report: "CheckReport") -> RenderableType:
    """Documents with what was found in them, everything that is wrong, and what could be added."""
    from forumbot.archive.announcements import render_announcements

    lines: list[RenderableType] = [_report_table(report.documents)]
    lines += [_guesses(document) for document in report.documents if document.guessed]
    for document in report.documents:
        lines += [
            styled(f"{printable(document.doc_id)}: {w}", style=styles.WARNING)
            for w in document.warnings
        ]
    lines += [_passed_over(one.doc_id, one.reason) for one in report.passed_over]
    lines += [styled(f"refused {r.doc_id}: {r.reason}", style=styles.ERROR) for r in report.refused]
    lines += [
        styled(f"events.yaml:{p.line}: {p.message}", style=styles.ERROR) for p in report.problems
    ]
    lines += [
        styled(f"events.yaml:{p.line}: {p.message}", style=styles.WARNING)
        for p in report.event_warnings
    ]
    lines += [
        styled(f"golden.jsonl:{p.line}: {p.message}", styles.ERROR) for p in report.golden_problems
    ]
    if report.suggestions:
        lines.append(
            styled("Announced, and not in events.yaml; ready to be entered:", styles.HEADING)
        )
        lines.append(styled(render_announcements(report.suggestions, report.timezone)))
    count = f"{counted(len(report.documents), 'document')}, {counted(len(report.events), 'event')}"
    count += f", {counted(report.golden, 'golden question')}" if report.golden else ""
    wrong = len(report.refused) + len(report.problems) + len(report.golden_problems)
    lines.append(styled(f"{count}, {wrong} to mend.", style=styles.HEADING))
    return Group(*lines)


def refusal_line(doc_id: str, reason: str) -> RenderableType:
    """A file that was refused, and why."""
    return styled(f"refused {doc_id}: {reason}", style=styles.ERROR)


def file_view(document: "Document", pictures: Mapping[int, Path]) -> RenderableType:
    """A file as it is read: what is known of it, what was taken out, then page by page."""
    from forumbot.archive.inspection import pages_of

    lines: list[RenderableType] = [_report_table([document])]
    lines += [_guesses(document)] if document.guessed else []
    lines += [styled(warning, style=styles.WARNING) for warning in document.warnings]
    for page in pages_of(document):
        if page.number is not None:
            label = f", printed {page.label}" if page.label else ""
            scan = ", read from a scan" if page.is_recognised else ""
            picture = f"  {pictures[page.number]}" if page.number in pictures else ""
            head = styled(f"\npage {page.number}{label}{scan}", style=styles.HEADING)
            lines.append(head.append(plain(picture), style=styles.FILE))
        lines += [_block_line(document, block) for block in page.blocks]
        if not page.blocks:
            lines.append(styled("no text", style=styles.WARNING))
    return Group(*lines)


_KIND_WIDTH = 10


def _block_line(document: "Document", block: "Block") -> RenderableType:
    """A block behind what it is: the level of a heading, the depth of an item, a row's part."""
    kind = "columns" if block.names_columns else block.kind.value
    level = f" {block.level}" if block.level and not block.names_columns else ""
    text = plain(document.text[block.line_start : block.end].strip())
    line = styled(f"{kind}{level}".ljust(_KIND_WIDTH) + " ", style=styles.ASIDE)
    return line.append(text, style=styles.HEADING if block.level and kind == "heading" else "")


def status_view(status: "IndexStatus") -> RenderableType:
    """What is live, from what, how old, and what has changed since."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style=styles.HEADING)
    table.add_column(overflow="fold")
    for name, value in (
        ("generation", status.generation),
        ("created at", status.created_at.isoformat()),
        ("age", status.age),
        ("knowledge", status.knowledge),
        ("model", status.model),
        ("passages", status.passages),
        ("confidence", _confidence(status)),
        ("documents", len(status.documents)),
        ("generations", ", ".join(status.generations)),
    ):
        table.add_row(name, styled(str(value)))
    changes = status.changes
    for name, doc_ids in (
        ("refused", status.refused),
        ("added", changes.added),
        ("changed", changes.changed),
        ("removed", changes.removed),
    ):
        if doc_ids:
            table.add_row(name, styled(", ".join(doc_ids), style=styles.WARNING))
    return table


def _confidence(status: "IndexStatus") -> str:
    """The version that judges answers, and that of the build where it was another."""
    built, now = status.confidence, status.confidence_now
    if built == now:
        return now
    return f"{now} (at the build: {built or 'not recorded'}; no rebuild is needed for that)"


def doctor_view(diagnoses: Iterable["Diagnosis"]) -> RenderableType:
    """Each thing looked at, with a remedy where it is not in order or should be looked at."""
    lines: list[RenderableType] = []
    for diagnosis in diagnoses:
        word, style = _found(diagnosis)
        line = styled(word.ljust(6), style=style)
        line.append(plain(f"{diagnosis.name}: {diagnosis.finding}"), style=styles.PLAIN)
        lines.append(line)
        if diagnosis.remedy:
            lines.append(styled(f"      → {diagnosis.remedy}", style=styles.WARNING))
    return Group(*lines)


def _found(diagnosis: "Diagnosis") -> tuple[str, str]:
    """How a thing that was looked at is, in a word, and its colour."""
    if not diagnosis.ok:
        return "wrong", styles.ERROR
    return ("look", styles.WARNING) if diagnosis.remedy else ("ok", styles.GOOD)
