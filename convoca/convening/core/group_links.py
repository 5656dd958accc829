"""What an invite link of a WhatsApp group looks like."""

import re

_GROUP_LINK = re.compile(
    r"^https://chat\.whatsapp\.com/(?:invite/)?([A-Za-z0-9_-]{16,40})(?:\?\S*)?$"
)


def read_group_link(text: str) -> str | None:
    """Return the address of a WhatsApp group as it is kept, or None when it is not one.

    Kept is "https://chat.whatsapp.com/CODE": spaces around and tracking parameters go.
    """
    match = _GROUP_LINK.match(text.strip())
    return f"https://chat.whatsapp.com/{match[1]}" if match else None
