"""What the answers of a mail server mean; no Django here."""
