"""Figures of an evaluation as rich renderables: each with its interval, and what went worst."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from forumbot.language.counting import counted
from forumbot.terminal import styles
from forumbot.terminal.views import styled

WORST = 3
_SNIPPET_CHARS = 160
_NESTED = ("intervals", "floor", "worst", "against", "confidence", "cross_validated")
_COLUMNS = {
    "answerable": "yes", "unanswerable": "no", "hit@1": "hit@1", "hit@5": "hit@5",
    "wanted_strings": "wanted", "answered_of_answerable": "answered yes",
    "answered_of_unanswerable": "answered no", "auroc": "auroc",
}  # fmt: skip
_FAULTS = {
    "not_found": "Not found: no right passage among the first five",
    "refused": "Refused: found, and said to be treated nowhere",
    "not_quoted": "Not quoted: the quotes lack what was wanted",
    "held_back": "Held back: quoted, but as the nearest only",
    "answered_unanswerable": "Answered, though the archive does not answer",
}


def figures_view(figures: Mapping[str, Any], worst: int = WORST) -> RenderableType:
    """Figures with intervals and floors, groups beneath, then the ``worst`` questions a fault."""
    parts: list[RenderableType] = [_figures_table(figures), *_remarks(figures)]
    for name, found in figures.items():
        if isinstance(found, dict) and name not in _NESTED:
            parts.append(_group_view(name, found))
    parts += _worst(figures.get("worst", {}), worst)
    if "cross_validated" in figures:
        parts += _cross_validated(figures["cross_validated"])
    if "against" in figures:
        parts += _against(figures["against"], worst)
    return Group(*parts)


def _figures_table(figures: Mapping[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False, show_header="intervals" in figures)
    table.add_column("", style=styles.HEADING, no_wrap=True)
    for heading in ("figure", "95 %", "floor"):
        table.add_column(heading, justify="right", no_wrap=True)
    intervals, floor = figures.get("intervals", {}), figures.get("floor", {})
    for name, value in figures.items():
        if not isinstance(value, dict | list | str):
            cells = (_cell(value), _range(intervals.get(name)), _floor(floor, name))
            table.add_row(styled(name), *cells)
    return table


def _cell(value: object) -> Text:
    return styled("–" if value is None else str(value))


def _range(interval: Sequence[float] | None) -> Text:
    return styled(f"{interval[0]:.3f} to {interval[1]:.3f}" if interval else "", styles.ASIDE)


def _floor(floor: Mapping[str, Any], name: str) -> Text:
    if floor.get(name) is None:
        return Text()
    shown = styled(f"{floor[name]}")
    shown.append("  ").append_text(_range(floor.get("intervals", {}).get(name)))
    return shown


def _remarks(figures: Mapping[str, Any]) -> Iterator[RenderableType]:
    """What the floor is, or why there is none, which confidence judged, and what was asked."""
    floor, confidence = figures.get("floor", {}), figures.get("confidence", {})
    if "note" in floor:
        yield styled(f"No floor: {floor['note']}.", styles.ASIDE)
    elif "method" in floor:
        yield styled(f"Floor, from the questions' words alone: {floor['method']}.", styles.ASIDE)
    if confidence:
        words = f"Confidence {confidence['version']}, fitted on {confidence['fitted_on']}."
        yield styled(words, styles.ASIDE)
    if "generation" in figures:
        yield styled(f"Generation {figures['generation']}.", styles.ASIDE)


def _group_view(name: str, groups: Mapping[str, Mapping[str, Any]]) -> RenderableType:
    table = Table(title=styled(name), box=None, header_style=styles.HEADING, title_justify="left")
    columns = _columns(groups.values())
    table.add_column("")
    for heading in columns.values():
        table.add_column(styled(heading), justify="right")
    for group, figures in groups.items():
        table.add_row(styled(group), *(_group_cell(figures.get(column)) for column in columns))
    return table


def _columns(groups: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Which figures of groups are shown and under which heading: the chief ones, or else all."""
    there = list(dict.fromkeys(key for figures in groups for key in figures if key != "intervals"))
    chief = {name: heading for name, heading in _COLUMNS.items() if name in there}
    return chief if "hit@1" in chief and "answerable" in chief else {name: name for name in there}


def _group_cell(value: object) -> Text:
    if isinstance(value, float):
        return styled(f"{value:.3f}".rstrip("0").ljust(3, "0"))
    return _range(value) if isinstance(value, list) else _cell(value)


def _cross_validated(figures: Mapping[str, Any]) -> Iterator[RenderableType]:
    """The figures of a decision that was fitted anew, and those of groups."""
    yield styled("\nThe decision fitted anew", styles.HEADING)
    yield styled(f"{figures.get('method', figures.get('note', ''))}.", styles.ASIDE)
    if "method" in figures:
        yield _figures_table(figures)
        for name, found in figures.items():
            if isinstance(found, dict) and name not in _NESTED:
                yield _group_view(name, found)


def _worst(faults: Mapping[str, Sequence[Mapping[str, Any]]], most: int) -> Iterator[Text]:
    """The first questions under each fault, what was wanted, and what was found instead."""
    for fault, items in faults.items():
        if items and most:
            yield styled(f"\n{_FAULTS.get(fault, fault)} ({len(items)})", styles.HEADING)
            for item in items[:most]:
                yield from _question(item)


def _question(item: Mapping[str, Any]) -> Iterator[Text]:
    head = styled(f"{item['id']}  {item['question']}")
    head.append(f"  {item['finding']} ({item['confidence']:.2f})", style=styles.ASIDE)
    yield head
    if item["wanted"]:
        wanted = "; ".join(item["wanted"])
        yield styled(f"  wanted {item['doc']}: {_short(wanted)}", styles.GOOD)
    if item["found"]:
        found = item["found"]
        yield styled(f"  found  {found['doc_id']}: {_short(found['quote'])}", styles.WARNING)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SNIPPET_CHARS else f"{flat[:_SNIPPET_CHARS]} …"


def _against(compared: Mapping[str, Any], most: int) -> Iterator[RenderableType]:
    """Both values of each figure with their difference, and the questions that went otherwise."""
    questions = counted(compared["questions"], "question")
    yield styled(f"\nAgainst {compared['generation']}, {questions}", styles.HEADING)
    table = Table(box=None, pad_edge=False, header_style=styles.HEADING)
    table.add_column("")
    for heading in ("live", "against", "difference", "95 %"):
        table.add_column(heading, justify="right")
    for name, row in compared["figures"].items():
        cells = (_cell(row["live"]), _cell(row["against"]), _signed(row["difference"]))
        table.add_row(styled(name), *cells, _range(row["interval"]))
    yield table
    for word in ("better", "worse"):
        items = compared[word]
        yield styled(f"{len(items)} {word}{':' if items and most else ''}", styles.HEADING)
        for item in items[:most]:
            change = f"{item['against']['standing']} → {item['live']['standing']}"
            yield styled(f"  {item['id']}  {item['question']}  {change}")


def _signed(difference: float | None) -> Text:
    return styled("–" if difference is None else f"{difference:+.4f}")
