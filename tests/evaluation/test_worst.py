from collections.abc import Callable

from forumbot.answers.answerer import Answer, Finding
from forumbot.asking.question import read_question
from forumbot.evaluation.golden import GoldenQuestion
from forumbot.evaluation.judged import Judged
from forumbot.evaluation.worst import found, worst

MakeJudged = Callable[..., Judged]


def test_each_question_stands_once_under_the_first_thing_that_went_wrong(
    make_judged: MakeJudged,
) -> None:
    """What went well stands nowhere, nor does an unanswerable question that was not answered."""
    groups = worst(
        [
            make_judged("good"),
            make_judged("lost", rank=None, finding=Finding.NOTHING),
            make_judged("deep", rank=6),
            make_judged("refused", finding=Finding.NOTHING),
            make_judged("beside", quoted=False),
            make_judged("timid", finding=Finding.NEAR),
            make_judged("rash", answerable=False),
            make_judged("wise", answerable=False, finding=Finding.NEAR),
        ]
    )
    assert {name: [item["id"] for item in items] for name, items in groups.items()} == {
        "not_found": ["lost", "deep"],
        "refused": ["refused"],
        "not_quoted": ["beside"],
        "held_back": ["timid"],
        "answered_unanswerable": ["rash"],
    }


def test_the_worst_come_first(make_judged: MakeJudged) -> None:
    """Confident errors before timid ones, and errors given as an answer before the others."""
    rash = [make_judged(f"r{c}", c, answerable=False) for c in (0.4, 0.9, 0.6)]
    beside = [
        make_judged("near", 0.9, Finding.NEAR, quoted=False),
        make_judged("given", 0.2, quoted=False),
    ]
    timid = [make_judged(f"t{c}", c, Finding.NEAR) for c in (0.3, 0.1)]
    groups = worst([*rash, *beside, *timid])
    assert [item["confidence"] for item in groups["answered_unanswerable"]] == [0.9, 0.6, 0.4]
    assert [item["id"] for item in groups["not_quoted"]] == ["given", "near"]
    assert [item["id"] for item in groups["held_back"]] == ["t0.1", "t0.3"]


def test_what_was_wanted_and_what_was_found_are_told(make_judged: MakeJudged) -> None:
    """The document and strings of the one, the document and quote of the other."""
    [item] = worst([make_judged("q", 0.25, quoted=False, type="who")])["not_quoted"]
    assert item == {
        "id": "q", "question": "q?", "type": "who", "kind": None, "doc": "a.md", "wanted": ["x"],
        "rank": 1, "finding": "answer", "confidence": 0.25,
        "found": {"doc_id": "a.md", "quote": "q quoted"},
    }  # fmt: skip


def test_without_a_quote_the_first_passage_was_found(make_judged: MakeJudged) -> None:
    """And without a passage nothing was."""
    assert found(make_judged("q", finding=Finding.NOTHING)) == {"doc_id": "a.md", "quote": "q text"}
    nothing = Answer("q", read_question("q"), Finding.NOTHING, (), (), 0.0, (), (), 0.0)
    golden = GoldenQuestion("q", "q?", None, (), False, "en", None)
    assert found(Judged(golden, nothing, None, False)) is None
