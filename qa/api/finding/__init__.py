"""Finding words in one paper: `words` looks through its pages, `routes` is the address for it."""
