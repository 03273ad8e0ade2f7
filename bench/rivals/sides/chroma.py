"""Chroma: a persistent collection with its sentence-transformers function, of forumbot's passages.

Chroma does not cut texts; whoever uses it hands it pieces.
"""

from pathlib import Path

import chromadb
from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

from bench.rivals.sides.protocol import Found, Search, model_folder, pieces, serve


def collection(store: Path) -> chromadb.Collection:
    """The collection in a folder."""
    embed = SentenceTransformerEmbeddingFunction(model_name=model_folder(), device="cpu")
    client = chromadb.PersistentClient(str(store))
    return client.get_or_create_collection("forums", embedding_function=embed)


class Chroma:
    """Added in as large batches as the client takes."""

    def index(self, material: Path, store: Path) -> int:
        """Add each passage with title and headings."""
        given = pieces(material)
        into = collection(store)
        most = chromadb.PersistentClient(str(store)).get_max_batch_size()
        for first in range(0, len(given), most):
            some = given[first : first + most]
            into.add(
                ids=[str(first + place) for place in range(len(some))],
                documents=[one.context for one in some],
                metadatas=[{"doc_id": one.doc_id, "text": one.text} for one in some],
            )
        return len(given)

    def open(self, _material: Path, store: Path) -> Search:
        """Open the collection."""
        opened = collection(store)

        def search(question: str, depth: int) -> list[Found]:
            found = opened.query(query_texts=[question], n_results=depth)
            return [(one["doc_id"], one["text"]) for one in found["metadatas"][0]]

        return search


if __name__ == "__main__":
    serve(Chroma())
