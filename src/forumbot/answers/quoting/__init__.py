"""Which stretches of the passages found are quoted, and whether their files still say so."""
