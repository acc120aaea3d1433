"""Read pages that are pictures, by Tesseract."""
