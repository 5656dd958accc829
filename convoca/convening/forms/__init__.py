"""What the staff writes in the pages of the convocatoria."""
