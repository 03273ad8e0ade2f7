"""The slash commands, a module a subject; each is glue over what it calls."""
