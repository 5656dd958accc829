"""A second network on this machine, joined to ours by one line that can be cut."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

NEAR, FAR = "10.77.0.1", "10.77.0.2"


@dataclass(frozen=True)
class FarNetwork:
    """The far side is the namespace `name`; our end of the line is `line`, with address NEAR."""

    name: str
    line: str

    @property
    def prefix(self) -> tuple[str, ...]:
        """What to put before a command for it to run over there."""
        return ("ip", "netns", "exec", self.name)

    def cut(self) -> None:
        """Let nothing through any more; nobody is told."""
        _ip("link", "set", self.line, "down")

    def mend(self) -> None:
        _ip("link", "set", self.line, "up")


def may_make_networks() -> bool:
    """Say whether this process may make a network of its own."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        return False
    name = f"convoca-try-{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False)
    subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
    return made.returncode == 0


@contextmanager
def far_network() -> Iterator[FarNetwork]:
    """Make the far side and the line, and remove both afterwards."""
    far = FarNetwork(f"convoca-{os.getpid()}", f"convoca{os.getpid() % 10**8}")
    _ip("netns", "add", far.name)
    try:
        _ip("link", "add", far.line, "type", "veth", "peer", "name", "line", "netns", far.name)
        _ip("address", "add", f"{NEAR}/24", "dev", far.line)
        _ip("-n", far.name, "address", "add", f"{FAR}/24", "dev", "line")
        _ip("-n", far.name, "link", "set", "line", "up")
        _ip("-n", far.name, "link", "set", "lo", "up")
        far.mend()
        yield far
    finally:
        with suppress(subprocess.CalledProcessError):
            _ip("link", "del", far.line)
        _ip("netns", "del", far.name)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
