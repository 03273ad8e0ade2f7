"""LlamaIndex: its own splitter and vector store, the embedding by its Hugging Face integration.

It is handed texts with their titles. Its splitter's own chunks are of 1024 tokens, of which this
model reads the first 256.
"""

from pathlib import Path

from llama_index.core import (
    Document,
    StorageContext,
    VectorStoreIndex,
    load_index_from_storage,
)
from llama_index.core.node_parser import SentenceSplitter
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from bench.rivals.sides.protocol import Found, Search, model_folder, serve, texts


def embedder() -> HuggingFaceEmbedding:
    """The model, with the integration's own settings."""
    return HuggingFaceEmbedding(model_name=model_folder(), device="cpu")


class LlamaIndex:
    """A vector index that is persisted and loaded."""

    def __init__(self, **splitting: int) -> None:
        self._splitting = splitting

    def index(self, material: Path, store: Path) -> int:
        """Split, embed and persist."""
        given = [
            Document(
                text=one.text,
                metadata={"file_name": one.doc_id, "title": one.title},
                excluded_embed_metadata_keys=["file_name"],
            )
            for one in texts(material)
        ]
        made = VectorStoreIndex.from_documents(
            given,
            embed_model=embedder(),
            transformations=[SentenceSplitter(**self._splitting)],
        )
        made.storage_context.persist(str(store))
        return len(made.docstore.docs)

    def open(self, _material: Path, store: Path) -> Search:
        """Load what was persisted."""
        context = StorageContext.from_defaults(persist_dir=str(store))
        loaded = load_index_from_storage(context, embed_model=embedder())

        def search(question: str, depth: int) -> list[Found]:
            found = loaded.as_retriever(similarity_top_k=depth).retrieve(question)
            return [(one.metadata["file_name"], one.node.get_content()) for one in found]

        return search


def main(**splitting: int) -> None:
    """Serve it, splitting by its own settings but for what is given."""
    serve(LlamaIndex(**splitting))


if __name__ == "__main__":
    main()
