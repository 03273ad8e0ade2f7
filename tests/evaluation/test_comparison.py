from collections.abc import Callable

import pytest

from forumbot.answers.answerer import Finding
from forumbot.evaluation.comparison import compare, standing
from forumbot.evaluation.judged import Judged

MakeJudged = Callable[..., Judged]


def test_a_generation_against_itself_differs_in_nothing(make_judged: MakeJudged) -> None:
    """Every difference is 0 and its interval as well."""
    judged = [make_judged("a"), make_judged("b", rank=3), make_judged("c", answerable=False)]
    compared = compare(judged, judged)
    assert (compared["questions"], compared["better"], compared["worse"]) == (3, [], [])
    assert all(row["difference"] == 0.0 for row in compared["figures"].values() if row["interval"])
    assert compared["figures"]["hit@1"]["interval"] == [0.0, 0.0]


def test_what_got_better_and_what_got_worse_is_told(make_judged: MakeJudged) -> None:
    """The live one is set against the other, each with how it went."""
    live = [make_judged("a", 0.9), make_judged("b", 0.5), make_judged("c", answerable=False)]
    other = [
        make_judged("a", 0.2, Finding.NOTHING, rank=4), make_judged("b", 0.6),
        make_judged("c", 0.1, Finding.NEAR, answerable=False),
    ]  # fmt: skip
    compared = compare(live, other)
    [better], [worse] = compared["better"], compared["worse"]
    assert (better["id"], worse["id"]) == ("a", "c")
    assert better["live"]["standing"] == "quoted as the answer"
    assert better["against"]["standing"] == "found, and refused"
    assert (better["live"]["rank"], better["against"]["rank"]) == (1, 4)
    assert (worse["live"]["standing"], worse["against"]["standing"]) == ("answered", "called near")
    row = compared["figures"]["hit@1"]
    assert (row["live"], row["against"], row["difference"]) == (1.0, 0.5, 0.5)
    assert row["interval"] == [0.0, 1.0]


def test_other_questions_are_no_comparison(make_judged: MakeJudged) -> None:
    """Both have the same questions in the same order."""
    with pytest.raises(ValueError, match="shorter"):
        compare([make_judged("a"), make_judged("b")], [make_judged("a")])


def test_standings_are_in_order(make_judged: MakeJudged) -> None:
    """From not found to quoted as the answer, and from answered to refused."""
    ends = [
        make_judged(rank=None, quoted=False), make_judged(finding=Finding.NOTHING),
        make_judged(quoted=False), make_judged(finding=Finding.NEAR), make_judged(),
    ]  # fmt: skip
    assert [standing(item) for item in ends] == [0, 1, 2, 3, 4]
    findings = (Finding.ANSWER, Finding.NEAR, Finding.NOTHING)
    assert [standing(make_judged(finding=f, answerable=False)) for f in findings] == [0, 1, 2]
