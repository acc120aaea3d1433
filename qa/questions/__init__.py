"""Questions as read: what is asked, of whom, of when, and about what."""
