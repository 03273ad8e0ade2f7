"""Word files to pieces."""
