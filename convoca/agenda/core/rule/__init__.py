"""The rule that turns ballots into an agenda, and what shows whether it is fair."""
