"""The story of a rehearsal, told through the services and pages of the other rooms."""
