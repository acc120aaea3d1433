"""Motions and amendments: who moved them, their words, what came of them, which decision settles them."""
