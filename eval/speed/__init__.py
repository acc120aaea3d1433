"""How fast and in how much memory: ingest, asking, reading, OCR, growth."""
