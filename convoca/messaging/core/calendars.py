"""The calendar part of a message, as text."""

LINE_OCTETS = 75


def readdress_calendar(calendar: str, *, former: str, address: str) -> str:
    """Write another address in the place of `former` in the lines that name it as an address.

    Lines may be folded (RFC 5545, section 3.1): those that change are folded again at 75
    octets, never inside a character; the others stay as they are. Empty text gives empty text.
    """
    named, lines = f"mailto:{former}", []
    for line in calendar.replace("\r\n ", "\0").split("\r\n"):
        whole = line.replace("\0", "")
        changed = whole.replace(named, f"mailto:{address}")
        lines.append(line.replace("\0", "\r\n ") if changed == whole else _fold(changed))
    return "\r\n".join(lines)


def _fold(line: str) -> str:
    parts, octets = [""], 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > LINE_OCTETS:
            parts.append("")
            octets = 1  # the space that begins a folded line
        parts[-1] += letter
        octets += size
    return "\r\n ".join(parts)
