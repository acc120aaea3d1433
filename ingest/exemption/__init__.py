"""What may not be indexed, and how it is recognised."""
