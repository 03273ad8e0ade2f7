"""What a question asks, read once and handed on."""
