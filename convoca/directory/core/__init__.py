"""The rules of reading a roster: bytes in, values out. No database, no clock, no country."""
