"""What a reader sees of a PDF beside its printed lines: notes, fields, turned type, properties."""
