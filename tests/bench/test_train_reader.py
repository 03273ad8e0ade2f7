import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

pytestmark = pytest.mark.pytorch

PASSAGE = "The fourth forum will take place on 14 March 2019 in Brussels. Skills were discussed."
OTHER = "The fourth forum heard three talks on labels, and its members welcomed them."


Row = dict[str, str | int | None]


def written(folder: Path) -> Path:
    """A few rows of each file that the English reader is trained on."""
    own = {"group": "a", "title": "Report", "section": "Next", "lang": "en", "plang": "en"}
    asked = {"question": "When is the fourth forum?", "answer": "14 March 2019"}
    rows: list[Row] = [
        {**own, **asked, "context": PASSAGE, "start": PASSAGE.index("14"), "split": split}
        for split in ("train", "dev")
    ]
    rows += [
        {**own, **asked, "context": OTHER, "answer": None, "start": -1, "split": split}
        for split in ("train", "dev")
    ]
    public = {
        "source": "squad2-train", "group": "squad:Forum", "context": PASSAGE,
        "questions": [["Where is it?", "Brussels", PASSAGE.index("Brussels")], ["Who?", None, -1]],
    }  # fmt: skip
    for name, lines in (("indomain.jsonl.gz", rows), ("reading.jsonl.gz", [public])):
        with gzip.open(folder / name, "wt", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(line)}\n" for line in lines)
    return folder


def test_a_few_steps_train_and_the_next_run_goes_on(tmp_path: Path) -> None:
    """The loss on the same rows falls, the weights that may change do, the steps are counted on."""
    from bench.train_reader import Training, train

    training = Training("en", written(tmp_path), tmp_path, 5e-5)
    batch = next(training.batches(4))
    before = training.step(batch, 1.0)
    train(training, 10, 4, most=3)
    assert training.step(batch, 1.0) < before
    weights = load_file(tmp_path / "reader.safetensors")
    again = Training("en", tmp_path, tmp_path, 5e-5)
    assert again.steps == 3
    train(again, 10, 4, most=4)
    later = load_file(tmp_path / "reader.safetensors")
    frozen = "bert.encoder.layer.0.output.dense.weight"
    np.testing.assert_array_equal(weights[frozen], later[frozen])
    assert any((weights[name] != later[name]).any() for name in weights)
    assert "4 steps, dev AUROC" in (tmp_path / "log.txt").read_text(encoding="utf-8")


def test_a_wrong_passage_is_among_the_nearest_in_its_language_and_holds_no_answer() -> None:
    """Of another language or with the answer it is none, whatever it is near to."""
    from bench.train_reader import Nearest

    def passage(text: str, language: str = "en") -> dict[str, str]:
        return {"context": text, "plang": language}

    wrong = passage(OTHER)
    passages = [passage(PASSAGE), passage("Le quatrième forum aura lieu en mars.", "fr"), wrong]
    asked = {"question": "When is the fourth forum?", "answer": "14 March 2019", "plang": "en"}
    assert Nearest(passages).for_question(asked) == wrong
    assert Nearest(passages[:2]).for_question(asked) is None


def test_a_swapped_question_asks_of_what_its_passage_has_not() -> None:
    """Only what the passage has is swapped, a name for one of as many words, a year for another."""
    from bench.train_reader import Swapped

    def row(question: str) -> dict[str, str]:
        return {"question": question, "context": PASSAGE, "lang": "en"}

    swapped = Swapped([row("Will it be in Brussels?"), row("Will it be in Prague?")])
    found = {swapped.question(row("Was it in Brussels?")) for _ in range(40)}
    assert found == {None, "Was it in Prague?"}
    assert swapped.question(row("Was it in Vienna?")) is None
    year = swapped.question(row("Was it in 2019?"))
    assert year is not None
    assert year.removeprefix("Was it in ").removesuffix("?") in {
        "2016", "2017", "2018", "2020", "2021", "2022",
    }  # fmt: skip
