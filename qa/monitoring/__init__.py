"""What an administrator sees of the running service: the log, the figures, and where time goes."""
