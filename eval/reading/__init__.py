"""Reading measured: what was understood of papers, against what a person read in them."""
