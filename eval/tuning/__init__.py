"""Weights fitted and settings swept, out of fold; other searchers as baselines."""
