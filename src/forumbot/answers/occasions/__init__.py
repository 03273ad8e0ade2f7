"""Answers that one kind of question has of its own: events, several forums, sources that differ."""
