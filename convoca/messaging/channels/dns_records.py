"""What domains say in the DNS; every question has an end."""

from dns.exception import DNSException
from dns.rdtypes.ANY.TXT import TXT
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

from convoca.messaging.errors import ChannelDownError

PATIENCE_S = 5.0


def texts_of(
    name: str, resolver: Resolver | None = None, *, patience_s: float = PATIENCE_S
) -> list[str]:
    """Return the TXT records of a name, each in one piece; none where there is none.

    Raises ChannelDownError when nobody answered in time.
    """
    try:
        asked = (resolver or Resolver()).resolve(name, "TXT", lifetime=patience_s)
    except (NXDOMAIN, NoAnswer):
        return []
    except (DNSException, OSError) as error:
        raise ChannelDownError(f"no DNS: {type(error).__name__}") from error
    records = (record for record in asked if isinstance(record, TXT))
    return [b"".join(record.strings).decode("utf-8", "replace") for record in records]
