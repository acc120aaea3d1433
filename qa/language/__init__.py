"""What words, dates, numbers and names mean in council papers and in questions about them."""
