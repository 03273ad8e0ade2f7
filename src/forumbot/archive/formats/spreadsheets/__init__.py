"""Spreadsheets to pieces: each table with the names of its columns."""
