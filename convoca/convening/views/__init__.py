"""The staff's pages of the convocatoria."""
