"""From documents to hits: passages, vectors, words, and what ranks them."""
