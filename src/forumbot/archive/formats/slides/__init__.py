"""PowerPoint files to pieces."""
