"""Faults made on purpose, and what becomes of the papers then."""
