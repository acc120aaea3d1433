"""What an answer states, and whether its citations bear it out."""
