"""The Discord bot: the only code that knows Discord, with a store of its own data."""
