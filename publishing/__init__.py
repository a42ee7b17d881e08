"""Decks, pages that open from disk and the course site, made from notebooks. Only the command line imports this."""
