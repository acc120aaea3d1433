"""Shows the product: the chat and the command line."""
