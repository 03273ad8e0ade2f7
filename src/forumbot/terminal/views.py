"""Results as rich renderables; text of documents is never taken for markup."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from forumbot.answers.answerer import Answer, Citation
    from forumbot.answers.outcomes import DocumentOutcome
    from forumbot.archive.documents import Document
    from forumbot.checkup import CheckReport, Diagnosis
    from forumbot.reminders.events import Event
    from forumbot.reminders.schedule import Reminder
    from forumbot.reminders.wording import Announcement
    from forumbot.search.manifest import Manifest
    from forumbot.search.retriever import Hit

_NEAREST = 3
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SNIPPET_CHARS = 240


def plain(text: str) -> str:
    """Text without control characters, which a terminal would obey."""
    return _CONTROLS.sub("", text)


def _text(text: str, style: str = "") -> Text:
    return Text(plain(text), style=style)


def answer_view(answer: "Answer") -> RenderableType:
    """Quotes first, their numbered sources beneath, and how sure the answer is."""
    if answer.citations:
        return Group(
            *_understood(answer),
            *_remark(answer),
            *_quotes(answer.citations),
            _sources(answer.citations),
            *_stale(answer),
            _text(f"{answer.sureness} ({answer.confidence:.2f})", style="dim"),
        )
    parts: list[RenderableType] = [*_understood(answer), _text(answer.text, style="yellow")]
    if answer.nearest:
        parts += [_text("The nearest:", style="dim"), *_quotes(answer.nearest)]
        parts.append(_sources(answer.nearest))
    elif answer.hits:
        parts += [_text("The nearest passages:", style="dim"), hits_view(answer.hits[:_NEAREST])]
    return Group(*parts)


def _understood(answer: "Answer") -> Iterable[RenderableType]:
    if answer.understood != answer.question:
        yield _text(f"Read as: {answer.understood}", style="dim")
    if answer.preference:
        yield _text(answer.preference, style="dim")


def _remark(answer: "Answer") -> Iterable[RenderableType]:
    if answer.remark:
        yield _text(f"{answer.remark}\n", style="yellow")


def _quotes(citations: Sequence["Citation"]) -> Iterable[RenderableType]:
    for citation in citations:
        quote = _text(f"{citation.label}\n" if citation.label else "", style="bold")
        if citation.lead_in:
            quote.append(f"{plain(citation.lead_in)}\n", style="dim italic")
        quote.append(plain(citation.quote), style="default")
        quote.append(f" {citation.rest}" if citation.rest else "", style="dim")
        quote.append(f" [{citation.number}]\n", style="bold cyan")
        yield quote


def _sources(citations: Sequence["Citation"]) -> RenderableType:
    lines = Text()
    for citation in citations:
        lines.append(f"[{citation.number}] ", style="bold cyan")
        lines.append(plain(source_line(citation)), style="dim")
        lines.append("\n")
    return lines


def source_line(citation: "Citation") -> str:
    """Title, section, page, dates and address of a quote, on one line."""
    parts = [citation.title, citation.section]
    parts.append(f"page {citation.page}" if citation.page else None)
    parts.append(f"held {day(citation.held_on)}" if citation.held_on else None)
    parts.append(f"published {day(citation.published_on)}" if citation.published_on else None)
    parts += [citation.doc_id, citation.url]
    return " · ".join(part for part in parts if part)


def _stale(answer: "Answer") -> Iterable[RenderableType]:
    if answer.stale:
        names = ", ".join(answer.stale)
        yield _text(f"Withheld, changed since the index was built: {names}", style="yellow")


def day(value: date) -> str:
    """A date in words, as in 15 November 2018."""
    return f"{value.day} {value:%B %Y}"


def hits_view(hits: Sequence["Hit"]) -> RenderableType:
    """Ranked passages with where they stand."""
    parts: list[RenderableType] = []
    for rank, hit in enumerate(hits, start=1):
        passage = hit.passage
        head = _text(f"{rank}. ", style="bold")
        head.append(plain(passage.doc_id), style="cyan")
        if passage.heading_path:
            head.append(plain(f" · {passage.heading_path[-1]}"), style="dim")
        head.append(f"  {hit.score:.2f}", style="dim")
        parts += [head, _text(f"{_snippet(passage.text)}\n")]
    return Group(*parts) if parts else _text("No passage fits.", style="yellow")


def _snippet(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SNIPPET_CHARS else flat[:_SNIPPET_CHARS].rsplit(" ", 1)[0] + " …"


def outcomes_view(entries: Sequence["DocumentOutcome"]) -> RenderableType:
    """Outcomes under the documents that state them."""
    if not entries:
        return _text("No outcome on this in the archive.", style="yellow")
    parts: list[RenderableType] = []
    previous = None
    for entry in entries:
        if entry.document.doc_id != previous:
            previous = entry.document.doc_id
            parts.append(_outcome_heading(entry))
        parts.append(_text(f"{entry.outcome.number}. {entry.outcome.text}"))
    return Group(*parts)


def _outcome_heading(entry: "DocumentOutcome") -> Text:
    held_on = entry.document.held_on
    heading = _text(entry.document.title, style="bold")
    heading.append(f"  {day(held_on)}" if held_on else "", style="dim")
    heading.append(f"  {entry.document.doc_id}", style="dim")
    return heading


def events_view(events: Sequence["Event"], now: datetime) -> RenderableType:
    """Events with their days; past ones are called past."""
    if not events:
        return _text(
            "No upcoming event; past ones are listed with --all (in the chat: /events all).",
            style="yellow",
        )
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("When", "What", "Where", "Source"):
        table.add_column(column)
    for event in events:
        style = "dim" if event.is_past(now) else ""
        title = f"{event.title} (past)" if event.is_past(now) else event.title
        cells = (_when(event), title, event.place or "", event.doc_id or "")
        table.add_row(*(_text(cell, style=style) for cell in cells))
    return table


def _when(event: "Event") -> str:
    if event.all_day:
        first, last = event.starts_on, event.ends_on
        return day(first) if first == last else f"{day(first)} – {day(last)}"
    return f"{day(event.starts_on)}, {event.starts_at:%H:%M} {event.timezone}"


def reminders_view(found: Sequence[tuple["Reminder", "Announcement"]], days: int) -> RenderableType:
    """Reminders with the hour at which each is due, in the zone of its event."""
    from forumbot.reminders.wording import as_text, moment

    if not found:
        return _text(f"No reminder is due in the next {days} days.", style="yellow")
    parts: list[RenderableType] = []
    for reminder, announcement in found:
        due = moment(reminder.due_at, reminder.event.timezone)
        parts.append(_text(f"{due} ({reminder.lead})", style="bold"))
        parts.append(Padding(_text(as_text(announcement)), (0, 0, 1, 2), expand=False))
    return Group(*parts)


def build_view(manifest: "Manifest") -> RenderableType:
    """What a build took in, and what it refused."""
    passages = sum(record.passages for record in manifest.documents)
    reused = sum(record.reused for record in manifest.documents)
    lines: list[RenderableType] = [
        _text(
            f"Generation {manifest.generation} is live: {len(manifest.documents)} documents "
            f"({reused} unchanged), {passages} passages."
        ),
        _report_table(manifest.documents, [str(r.passages) for r in manifest.documents]),
    ]
    lines += [
        _text(f"{record.doc_id}: {warning}", style="yellow")
        for record in manifest.documents
        for warning in record.warnings
    ]
    lines += [_text(f"refused {r.doc_id}: {r.reason}", style="red") for r in manifest.refused]
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
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Document", overflow="fold")
    for column in ("Pages", "Passages", "Words") if passages else ("Pages", "Words"):
        table.add_column(column, justify="right")
    for column in ("Lang", "Title", "Held", "Published"):
        table.add_column(column, overflow="fold")
    for number, document in enumerate(documents):
        cells = (
            document.doc_id,
            str(document.pages or ""),
            *([passages[number]] if passages else []),
            f"{document.words:,}",
            *(_marked(document, name) for name in ("language", "title", "held_on", "published_on")),
        )
        table.add_row(*map(_text, cells))
    return table


def _marked(document: _Described, name: str) -> str:
    """A field as text, with a question mark where it is a guess."""
    value = getattr(document, name)
    mark = "?" if name in document.guessed else ""
    return f"{value}{mark}" if value else ""


def _guesses(document: "Document") -> Text:
    """What was concluded of a document, to be looked over by a person."""
    values = (f"{name} {getattr(document, name, '')}" for name in document.guessed)
    return _text(f"guessed {document.doc_id}: {'; '.join(values)}", style="dim")


def check_view(report: "CheckReport") -> RenderableType:
    """Documents with what was found in them, everything that is wrong, and what could be added."""
    from forumbot.archive.announcements import render_announcements

    lines: list[RenderableType] = [_report_table(report.documents)]
    lines += [_guesses(document) for document in report.documents if document.guessed]
    for document in report.documents:
        lines += [_text(f"{document.doc_id}: {w}", style="yellow") for w in document.warnings]
    lines += [_text(f"refused {r.doc_id}: {r.reason}", style="red") for r in report.refused]
    lines += [_text(f"events.yaml:{p.line}: {p.message}", style="red") for p in report.problems]
    lines += [_text(f"golden.jsonl:{p.line}: {p.message}", "red") for p in report.golden_problems]
    if report.suggestions:
        lines.append(_text("Announced, and not in events.yaml; ready to be entered:", "bold"))
        lines.append(_text(render_announcements(report.suggestions)))
    count = f"{len(report.documents)} documents, {len(report.events)} events"
    count += f", {report.golden} golden questions" if report.golden else ""
    wrong = len(report.refused) + len(report.problems) + len(report.golden_problems)
    lines.append(_text(f"{count}, {wrong} to mend.", style="bold"))
    return Group(*lines)


def status_view(status: dict[str, Any]) -> RenderableType:
    """What is live, from what, how old, and what has changed since."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for key in ("generation", "created_at", "age", "knowledge", "model", "passages"):
        table.add_row(key.replace("_", " "), _text(str(status[key])))
    if status.get("confidence_now"):
        table.add_row("confidence", _text(_confidence(status)))
    table.add_row("documents", _text(str(len(status["documents"]))))
    table.add_row("generations", _text(", ".join(status["generations"])))
    for key in ("refused", "added", "changed", "removed"):
        if status[key]:
            table.add_row(key, _text(", ".join(map(str, status[key])), style="yellow"))
    return table


def _confidence(status: dict[str, Any]) -> str:
    """The version that judges answers, and that of the build where it was another."""
    built, now = status.get("confidence"), status["confidence_now"]
    if built == now:
        return str(now)
    return f"{now} (at the build: {built or 'not recorded'}; no rebuild is needed for that)"


def doctor_view(diagnoses: Iterable["Diagnosis"]) -> RenderableType:
    """Each thing looked at, with a remedy where it is not in order."""
    lines: list[RenderableType] = []
    for diagnosis in diagnoses:
        line = _text(
            "ok    " if diagnosis.ok else "wrong ", style="green" if diagnosis.ok else "red"
        )
        line.append(plain(f"{diagnosis.name}: {diagnosis.finding}"), style="default")
        lines.append(line)
        if diagnosis.remedy:
            lines.append(_text(f"      → {diagnosis.remedy}", style="yellow"))
    return Group(*lines)
