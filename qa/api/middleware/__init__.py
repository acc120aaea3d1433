"""What stands before the routes: under which names, how much, and how fast it may be asked."""
