"""An archive and questions on which nothing is fitted: the documents kept apart in training.

    python bench/kept_apart.py ../shared/train/indomain.jsonl.gz FOLDER
    forumbot index build --knowledge FOLDER/knowledge --index FOLDER/index
    forumbot eval FOLDER/questions.jsonl --knowledge FOLDER/knowledge --index FOLDER/index

The rows are questions on passages of some hundred reports, minutes and slides in many languages;
the readers were trained on all but those of the split ``dev``. Each document becomes a Markdown
file of its passages; the questions are those of that split. What a row says not to be answered is
so by its own passage alone: another may answer it, so that of these some are rightly answered.
"""

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

# Rows of this split are on the archive that ships.
_LEFT_OUT = "knowledge"
_APART = "dev"


def rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """The rows but those on the archive that ships."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["split"] != _LEFT_OUT:
                yield row


def documents(found: list[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """The rows of each document, by the name of its file; a site is one of several documents."""
    made: dict[str, list[Mapping[str, Any]]] = {}
    for row in found:
        named = row["group"] if row["split"] == _APART else f"{row['group']} {row['title'] or ''}"
        name = re.sub(r"[^a-z0-9]+", "-", named.lower()).strip("-")[:160]
        made.setdefault(f"{name}.md", []).append(row)
    return made


def written(passages: list[Mapping[str, Any]]) -> str:
    """The passages of a document under their headings, each once, as Markdown."""
    title = json.dumps(passages[0]["title"] or "untitled", ensure_ascii=False)
    parts, above = [f"---\ntitle: {title}\n---\n"], None
    for section, text in dict.fromkeys((row["section"], row["context"]) for row in passages):
        if section and section != above:
            parts.append(f"## {section}\n")
        above = section
        parts += [_line(line) for line in text.split("\n")]
    return "\n".join(parts)


def _line(line: str) -> str:
    """A row of a table, or a paragraph."""
    return f"| {line.strip(' |')} |" if " | " in line else f"{line}\n"


def questions(made: Mapping[str, list[Mapping[str, Any]]]) -> Iterator[dict[str, Any]]:
    """The questions on what was kept apart, as ``forumbot eval`` reads them."""
    apart = ((name, row) for name, found in made.items() for row in found)
    for number, (name, row) in enumerate(one for one in apart if one[1]["split"] == _APART):
        yield {
            "id": f"apart-{number}",
            "question": row["question"],
            "doc": name,
            "answer_substrings": [row["answer"]] if row["answer"] else [],
            "answerable": bool(row["answer"]),
            "lang": row["lang"],
            "type": row["type"],
        }


def main() -> None:
    """Write the documents and the questions into a folder."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("rows", type=Path)
    ask.add_argument("folder", type=Path)
    given = ask.parse_args()
    made, knowledge = documents(list(rows(given.rows))), given.folder / "knowledge"
    knowledge.mkdir(parents=True, exist_ok=True)
    for name, passages in made.items():
        (knowledge / name).write_text(written(passages), encoding="utf-8")
    lines = [json.dumps(one, ensure_ascii=False) for one in questions(made)]
    (given.folder / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(made)} documents, {len(lines)} questions")


if __name__ == "__main__":
    main()
