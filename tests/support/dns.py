"""A name server on this machine that knows what a test tells it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
from dns.resolver import Resolver

LONGEST = 255


@contextmanager
def name_server(texts: dict[str, list[str]]) -> Iterator[Resolver]:
    """Give a resolver that asks only our server: the TXT records by name; others do not exist."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=_serve, args=(listener, texts), daemon=True)
        thread.start()
        yield resolver_at(listener.getsockname()[1])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", listener.getsockname())
        thread.join(5)


def resolver_at(port: int) -> Resolver:
    """A resolver that asks 127.0.0.1 at a port alone."""
    resolver = Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], port
    return resolver


def _serve(listener: socket.socket, texts: dict[str, list[str]]) -> None:
    while True:
        question, asker = listener.recvfrom(4096)
        if not question:
            return
        listener.sendto(_answer(dns.message.from_wire(question), texts).to_wire(), asker)


def _answer(question: dns.message.Message, texts: dict[str, list[str]]) -> dns.message.Message:
    answer = dns.message.make_response(question)
    answer.flags |= dns.flags.AA
    name = question.question[0].name
    known = texts.get(name.to_text(omit_final_dot=True))
    if known is None:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    elif known:
        parts = [
            " ".join(f'"{text[at : at + 200]}"' for at in range(0, len(text), 200))
            for text in known
        ]
        answer.answer.append(dns.rrset.from_text_list(name, 60, "IN", dns.rdatatype.TXT, parts))
    return answer
