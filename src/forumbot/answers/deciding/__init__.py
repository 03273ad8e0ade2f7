"""Whether to answer, and how sure that is."""
