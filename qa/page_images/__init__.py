"""Pictures of pages, drawn in a child process."""
