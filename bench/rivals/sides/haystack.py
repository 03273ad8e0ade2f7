"""Haystack: its splitter, sentence-transformers embedders and the document store in memory.

It is handed texts with their titles, as it has no reader that tells the formats apart by itself.
"""

from pathlib import Path

from haystack import Document, Pipeline
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.utils import ComponentDevice
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from bench.rivals.sides.protocol import Found, Search, model_folder, serve, texts

CPU = ComponentDevice.from_str("cpu")
KEPT = "store.json"


class Haystack:
    """Two pipelines, as its guides have them; the store is saved and loaded."""

    def index(self, material: Path, store: Path) -> int:
        """Split by 200 words, the splitter's own setting, embed with the title and save."""
        kept = InMemoryDocumentStore()
        embedder = SentenceTransformersDocumentEmbedder(
            model=model_folder(), device=CPU, meta_fields_to_embed=["title"]
        )
        pipeline = Pipeline()
        pipeline.add_component("splitter", DocumentSplitter())
        pipeline.add_component("embedder", embedder)
        pipeline.add_component("writer", DocumentWriter(kept))
        pipeline.connect("splitter", "embedder")
        pipeline.connect("embedder", "writer")
        given = [
            Document(content=one.text, meta={"title": one.title, "file": one.doc_id})
            for one in texts(material)
        ]
        pipeline.run({"splitter": {"documents": given}})
        kept.save_to_disk(str(store / KEPT))
        return int(kept.count_documents())

    def open(self, _material: Path, store: Path) -> Search:
        """Load the store."""
        kept = InMemoryDocumentStore.load_from_disk(str(store / KEPT))
        pipeline = Pipeline()
        embedder = SentenceTransformersTextEmbedder(
            model=model_folder(), device=CPU, progress_bar=False
        )
        pipeline.add_component("embedder", embedder)
        pipeline.add_component("retriever", InMemoryEmbeddingRetriever(kept))
        pipeline.connect("embedder.embedding", "retriever.query_embedding")

        def search(question: str, depth: int) -> list[Found]:
            asked = {"embedder": {"text": question}, "retriever": {"top_k": depth}}
            found = pipeline.run(asked)["retriever"]["documents"]
            return [(one.meta["file"], one.content) for one in found]

        return search


if __name__ == "__main__":
    serve(Haystack())
