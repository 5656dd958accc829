"""A throw-away PostgreSQL: `python tools/postgres.py run -- pytest`.

Makes a cluster in a temporary folder as an ordinary user, listens on a free port of
127.0.0.1, sets DATABASE_URL for the command, and removes everything afterwards.

A guard process owns the cluster and holds one end of a pipe. Whatever happens to the
one who asked (it ends, Ctrl-C, kill -9), the pipe closes and the guard cleans up.
"""

# ruff: noqa: S603, T201 -- a tool for the terminal that runs the programs it names itself

import argparse
import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

START_TIMEOUT_S = 60
ATTEMPTS = 3
PLACES = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql*/bin",
    "usr/local/opt/postgresql*/bin",
)
HERE = "127.0.0.1"
OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=100",
    "log_min_messages=fatal",
)


class PostgresError(Exception):
    """No cluster could be made; the message says why."""


def find_programs() -> Path | None:
    """Return the folder with initdb and postgres: the one on the path, else the newest."""
    on_path = shutil.which("initdb")
    if on_path and (Path(on_path).resolve().parent / "postgres").exists():
        return Path(on_path).resolve().parent
    folders = [place for pattern in PLACES for place in Path("/").glob(pattern)]
    fitting = [folder for folder in folders if (folder / "initdb").exists()]
    return max(fitting, key=major_version, default=None)


def major_version(folder: Path) -> int:
    """Return the version that stands in a folder's name, 0 where none does."""
    return max((int(number) for number in re.findall(r"\d+", str(folder))), default=0)


@contextlib.contextmanager
def temporary_cluster(address: str = HERE) -> Iterator[str]:
    """Give the address of a running, empty database and remove it afterwards.

    It listens on 127.0.0.1 and, where another is named, on that address of this machine too.
    Raises PostgresError where it cannot be made.
    """
    guard = subprocess.Popen(
        [sys.executable, str(Path(__file__).resolve()), "guard", "--address", address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert guard.stdin is not None
    assert guard.stdout is not None
    try:
        url = guard.stdout.readline().strip()
        if not url:
            raise PostgresError("No se pudo iniciar un PostgreSQL de prueba.")
        yield url
    finally:
        guard.stdin.close()
        guard.stdout.close()
        guard.wait()


def guard_cluster(address: str) -> None:
    """Make the cluster, print its address, wait for the end of the input, remove it all."""
    programs = find_programs()
    if programs is None:
        raise PostgresError("Falta PostgreSQL: no hay initdb en este equipo.")
    owner = ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="convoca-postgres-"))
    server = None
    try:
        if owner:
            os.chown(folder, owner["user"], owner["group"])
        password = make_cluster(programs, folder, owner)
        admit(folder / "cluster" / "pg_hba.conf", address)
        server, port = start_server(programs, folder, owner, password, address)
        print(f"postgres://convoca:{password}@{address}:{port}/postgres", flush=True)
        sys.stdin.read()
    finally:
        if server is not None:
            server.send_signal(signal.SIGQUIT)
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def ordinary_user() -> dict[str, Any]:
    """Return as whom to run: PostgreSQL refuses root. Empty where we are somebody already."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise PostgresError("Falta un usuario sin privilegios: ni «postgres» ni «nobody» existen.")


def make_cluster(programs: Path, folder: Path, owner: dict[str, Any]) -> str:
    """Make an empty cluster in `folder` and return the password of its one user."""
    password = secrets.token_urlsafe(16)
    secret = folder / "password"
    secret.write_text(password)
    if owner:
        os.chown(secret, owner["user"], owner["group"])
    command = [
        programs / "initdb",
        f"--pgdata={folder / 'cluster'}",
        "--username=convoca",
        "--auth=password",
        f"--pwfile={secret}",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    ]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **owner)
    if made.returncode != 0:
        raise PostgresError(f"initdb no pudo: {made.stderr.strip()}")
    return password


def admit(rules: Path, address: str) -> None:
    """Let in who comes from the network of an address other than this machine's own."""
    if address != HERE:
        with rules.open("a") as lines:
            lines.write(f"host all all {address}/24 password\n")


def start_server(
    programs: Path, folder: Path, owner: dict[str, Any], password: str, address: str
) -> tuple["subprocess.Popen[bytes]", int]:
    """Start the server on a free port; another port when somebody took it meanwhile."""
    listening = f"listen_addresses={','.join(sorted({HERE, address}))}"
    options = [part for option in (listening, *OPTIONS) for part in ("-c", option)]
    for _attempt in range(ATTEMPTS):
        port = free_port()
        where = ["-D", folder / "cluster", "-k", folder, "-p", str(port)]
        server = subprocess.Popen(
            [programs / "postgres", *where, *options],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **owner,
        )
        if is_ready(programs, server, port, password):
            return server, port
        server.kill()
        server.wait()
    raise PostgresError("El PostgreSQL de prueba no respondió.")


def is_ready(programs: Path, server: "subprocess.Popen[bytes]", port: int, password: str) -> bool:
    """Wait until the server takes connections; False when it ends or takes too long."""
    url = f"postgres://convoca:{password}@127.0.0.1:{port}/postgres"
    question = [programs / "psql", "--no-psqlrc", "--quiet", "--command=select 1", url]
    until = time.monotonic() + START_TIMEOUT_S
    while server.poll() is None and time.monotonic() < until:
        if subprocess.run(question, capture_output=True, check=False).returncode == 0:
            return True
        time.sleep(0.1)
    return False


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def run_command(command: list[str]) -> int:
    """Run the command with DATABASE_URL set and return its exit code."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(128 + signal.SIGTERM))
    with temporary_cluster() as url:
        process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url})
        try:
            return process.wait()
        except KeyboardInterrupt:
            return process.wait()  # Ctrl-C reached the command as well
        finally:
            process.terminate()
            process.wait()


def main() -> int:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description="Un PostgreSQL de prueba que se borra solo.")
    kinds = parser.add_subparsers(dest="kind", required=True)
    run = kinds.add_parser("run", help="Ejecuta una orden con DATABASE_URL puesta.")
    run.add_argument("command", nargs="+", help="La orden, después de --")
    guard = kinds.add_parser("guard", help="Uso interno.")
    guard.add_argument("--address", default=HERE)
    kinds.add_parser("find", help="Dice dónde está PostgreSQL; 1 si no está.")
    arguments = parser.parse_args()
    try:
        if arguments.kind == "guard":
            guard_cluster(arguments.address)
            return 0
        if arguments.kind == "find":
            programs = find_programs()
            print(programs or "Falta PostgreSQL.")
            return 0 if programs else 1
        return run_command(arguments.command)
    except PostgresError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
