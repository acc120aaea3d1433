"""What was done: agenda, minutes, motions, decisions, limbs, votes, reports, proposals."""
