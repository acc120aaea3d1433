"""What paper this is: council, body, day, kind, and the parts of a pack."""
