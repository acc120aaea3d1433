"""The confined process in which a file is read and understood, and the way to it."""
