"""What benchmarks run in processes of their own, so that none carries the weight of another."""
