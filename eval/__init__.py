"""Measures the product: gold questions, runs, metrics, reports."""
