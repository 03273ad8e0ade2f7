"""txtai: embeddings with their content, of the paragraphs that its segmentation gives.

It is handed texts, as its reader of other formats needs a Java server or a further library.
"""

from pathlib import Path

from txtai import Embeddings
from txtai.pipeline import Segmentation

from bench.rivals.sides.protocol import Found, Search, model_folder, serve, texts


class Txtai:
    """An embeddings database that is saved and loaded."""

    def index(self, material: Path, store: Path) -> int:
        """Each paragraph under its document's id and its place."""
        made = Embeddings(path=model_folder(), content=True, gpu=False)
        paragraphs = Segmentation(paragraphs=True)
        rows = [
            (f"{one.doc_id}#{place}", paragraph)
            for one in texts(material)
            for place, paragraph in enumerate(paragraphs(one.text))
        ]
        made.index(rows)
        made.save(str(store))
        return len(rows)

    def open(self, _material: Path, store: Path) -> Search:
        """Load what was saved."""
        loaded = Embeddings()
        loaded.load(str(store))

        def search(question: str, depth: int) -> list[Found]:
            found = loaded.search(question, depth)
            return [(one["id"].rpartition("#")[0], one["text"]) for one in found]

        return search


if __name__ == "__main__":
    serve(Txtai())
