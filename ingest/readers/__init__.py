"""One reader a format; each turns a file into a `SourceDocument` of numbered lines."""
