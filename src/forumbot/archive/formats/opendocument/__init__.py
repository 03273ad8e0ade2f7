"""OpenDocument files to pieces: texts, presentations and spreadsheets."""
