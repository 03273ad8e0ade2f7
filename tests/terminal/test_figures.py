import io
import re
from typing import Any

from rich.console import Console, RenderableType

from forumbot.terminal.figures import figures_view

CONTROLS = "".join(map(chr, [*range(9), *range(11, 32), *range(127, 160)]))


def printed(view: RenderableType, width: int = 4000) -> str:
    """What a view prints where there is no terminal."""
    out = io.StringIO()
    Console(file=out, width=width, highlight=False).print(view)
    return out.getvalue()


def lines(figures: dict[str, Any], worst: int = 3) -> list[str]:
    """The printed lines, white space made one."""
    out = printed(figures_view(figures, worst))
    return [" ".join(line.split()) for line in out.splitlines() if line.strip()]


def question(name: str, **more: Any) -> dict[str, Any]:
    """One of the worst questions."""
    found = {"doc_id": "b.md", "quote": "something\nelse"}
    return {"id": name, "question": f"{name}?", "doc": "a.md", "wanted": ["this", "that"],
            "finding": "answer", "confidence": 0.9, "found": found, **more}  # fmt: skip


def test_figures_stand_one_a_line_with_groups_beneath() -> None:
    """Lists of single questions are for ``--json``."""
    assert lines(
        {
            "hit@1": 0.5, "auroc": None, "missed": [{"id": "secret"}],
            "by_type": {"when": {"hit@1": 1.0}, "who": {"hit@1": None}},
        }
    ) == ["hit@1 0.5", "auroc –", "by_type", "hit@1", "when 1.0", "who –"]  # fmt: skip


def test_interval_and_floor_stand_beside_their_figure() -> None:
    """And what the floor is stands below."""
    figures = {
        "auroc": 0.7, "hit@1": 0.5, "intervals": {"auroc": [0.6, 0.8], "hit@1": None},
        "floor": {"auroc": 0.61, "intervals": {"auroc": [0.5, 0.7]}, "method": "words"},
        "confidence": {"version": "v-1", "fitted_on": "this"}, "generation": "g",
    }  # fmt: skip
    assert lines(figures) == [
        "figure 95 % floor",
        "auroc 0.7 0.600 to 0.800 0.61 0.500 to 0.700",
        "hit@1 0.5",
        "Floor, from the questions' words alone: words.",
        "Confidence v-1, fitted on this.",
        "Generation g.",
    ]
    assert "No floor: too few." in lines({"floor": {"auroc": None, "note": "too few"}})


def test_groups_show_their_chief_figures() -> None:
    """Intervals and lesser figures of groups are for ``--json``."""
    group = {"answerable": 3, "unanswerable": 1, "hit@1": 2 / 3, "mrr@10": 0.1, "intervals": {}}
    assert lines({"by_type": {"when": group}}) == ["by_type", "yes no hit@1", "when 3 1 0.667"]


def test_the_worst_questions_show_what_was_wanted_and_what_was_found() -> None:
    """As many of each sort as are asked for."""
    figures = {"worst": {"not_quoted": [question("q1"), question("q2")], "refused": []}}
    assert lines(figures, 1) == [
        "Not quoted: the quotes lack what was wanted (2)",
        "q1 q1? answer (0.90)",
        "wanted a.md: this; that",
        "found b.md: something else",
    ]
    assert lines(figures, 0) == []
    unanswerable = question("q", doc=None, wanted=[], found=None)
    assert len(lines({"worst": {"answered_unanswerable": [unanswerable]}})) == 2


def test_a_comparison_shows_both_values_and_what_changed() -> None:
    """The difference with its sign and interval, then the questions."""
    row = {"live": 0.5, "against": 0.75, "difference": -0.25, "interval": [-0.5, 0.0]}
    none = {"live": None, "against": None, "difference": None, "interval": None}
    change = {"id": "q", "question": "Q?", "live": {"standing": "not found"},
              "against": {"standing": "found, not quoted"}}  # fmt: skip
    compared = {"generation": "g", "questions": 4, "figures": {"hit@1": row, "auroc": none},
                "better": [], "worse": [change]}  # fmt: skip
    assert lines({"against": compared}) == [
        "Against g, 4 questions",
        "live against difference 95 %",
        "hit@1 0.5 0.75 -0.2500 -0.500 to 0.000",
        "auroc – – –",
        "0 better",
        "1 worse:",
        "q Q? found, not quoted → not found",
    ]


def test_names_of_groups_are_not_taken_for_markup() -> None:
    """A question type of a golden file may look like markup."""
    assert lines({"by_type": {"[/x]": {"[bold]": 1.0}}}) == ["by_type", "[bold]", "[/x] 1.0"]


def test_no_control_character_reaches_the_terminal() -> None:
    """Escape sequences are taken out of questions, quotes and names."""
    bad = f"a{CONTROLS}b"
    worst = question(bad, wanted=[bad], found={"doc_id": bad, "quote": bad})
    figures = {"by_type": {bad: {bad: 1.0}}, "worst": {"refused": [worst]}, "generation": bad}
    out = printed(figures_view(figures))
    assert "ab" in out
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", out)
