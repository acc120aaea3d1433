"""The HTTP API: questions, papers and pages, with errors as problem details (RFC 9457)."""
