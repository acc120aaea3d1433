"""Read a web page."""
