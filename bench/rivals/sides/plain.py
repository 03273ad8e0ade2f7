"""A script of a few lines: SentenceTransformer.encode of forumbot's passages, and a dot product."""

import json
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

from bench.rivals.sides.protocol import Found, Search, model_folder, pieces, serve


class Plain:
    """The vectors as a NumPy array on disk, each question set against all of them."""

    def index(self, material: Path, store: Path) -> int:
        """Encode title, headings and text of each passage."""
        given = pieces(material)
        vectors = SentenceTransformer(model_folder(), device="cpu").encode(
            [one.context for one in given]
        )
        np.save(store / "vectors.npy", vectors)
        handed = [(one.doc_id, one.text) for one in given]
        (store / "passages.json").write_text(json.dumps(handed), "utf-8")
        return len(given)

    def open(self, _material: Path, store: Path) -> Search:
        """Load vectors, passages and model."""
        model = SentenceTransformer(model_folder(), device="cpu")
        vectors = np.load(store / "vectors.npy")
        passages = json.loads((store / "passages.json").read_text("utf-8"))

        def search(question: str, depth: int) -> list[Found]:
            scores = vectors @ model.encode([question])[0]
            return [tuple(passages[row]) for row in np.argsort(-scores)[:depth]]

        return search


if __name__ == "__main__":
    serve(Plain())
