"""Answers from the archive's structure: its outcomes, events, documents and talks."""
