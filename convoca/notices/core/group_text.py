"""A notice as a text to paste into the WhatsApp group."""


def write_group_text(*, title: str, text: str, link: str, sender: str) -> str:
    """Write the title in bold as WhatsApp marks it, then text, link and sender, a blank line apart.

    What is empty is left out. There is no personal link in it: everybody of the group reads it.
    Asterisks of the title are dropped, for they would end the bold.
    """
    bold = f"*{title.replace('*', '').strip()}*"
    return "\n\n".join(part for part in (bold, text.strip(), link, sender) if part)
