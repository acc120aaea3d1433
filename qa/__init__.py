"""The product: the papers held, search over them, and quoted answers with their standing."""
