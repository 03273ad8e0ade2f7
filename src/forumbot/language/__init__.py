"""The ground floor: what words, numbers, dates and sentences are, in each language."""
