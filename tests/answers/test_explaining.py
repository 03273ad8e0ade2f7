"""How an answer came about, as maintainers are told."""

import json
from pathlib import Path

import pytest
from tests.answers.test_answerer import answerer_from
from tests.answers.test_responder import responder
from tests.conftest import SHIPPED

from forumbot.answers.answerer import Answerer
from forumbot.asking.question import check_question
from forumbot.search.ports import Embedder


@pytest.fixture(scope="module")
def answerer(shipped_index: Path, embedder: Embedder) -> Answerer:
    """Answers from the archive that ships."""
    return answerer_from(SHIPPED, shipped_index, embedder)[0]


def test_every_stage_of_an_answer_is_told(answerer: Answerer) -> None:
    """What was read, the kind, the forms, each passage with its scores, and the rule."""
    question = check_question("How much money for the ClusterXchange pilot?")
    found = responder(answerer, "fact").explain(question)
    stages = dict(found.stages)
    assert list(stages) == [
        "read as", "kind of message", "searched for", "found", "drafted from", "decided",
    ]  # fmt: skip
    assert stages["kind of message"] == ["fact (0.90)"]
    assert len(stages["found"]) == len(found.answer.hits)
    assert stages["decided"][0] == "answer: sure enough"
    told = json.loads(json.dumps(found.to_json()))
    assert told["decision"]["rule"] == "sure enough"
    assert told["read"][0]["doc_id"] == found.answer.hits[0].passage.doc_id


def test_an_answer_without_passages_is_told_by_its_kind(answerer: Answerer) -> None:
    """Nothing was searched for."""
    found = responder(answerer, "thanks").explain(check_question("thanks!"))
    assert found.stages[-1] == ("decided", ["by the kind: talk"])
    assert found.to_json()["decision"] is None


def test_an_explanation_answers_as_asking_does(answerer: Answerer) -> None:
    """The same text for the same question."""
    question = check_question("Who opened the EU Industry Days 2019?")
    asked, explained = answerer.answer(question), answerer.explain(question).answer
    assert explained.text == asked.text
