"""Which codes a statement may deserve, learnt from what people coded. No theme is made here."""
