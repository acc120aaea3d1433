"""Adapters to the libraries underneath: Chroma, tantivy, sentence-transformers, llama-index."""
