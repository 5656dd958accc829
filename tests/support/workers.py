"""Processes that do background work on the database of a test."""

import os
import subprocess
import sys
from urllib.parse import quote

from django.conf import settings
from django.db import connection


def database_url() -> str:
    """The address of the database that this test uses, for another process."""
    where = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{where['NAME']}"
    name = f"{where['USER']}:{quote(where['PASSWORD'])}"
    return f"postgres://{name}@{where['HOST']}:{where['PORT']}/{where['NAME']}"


def start_python(script: str, *arguments: str, **values: str) -> "subprocess.Popen[str]":
    """Start a script with our settings on the database of this test."""
    return _start(["-c", script, *arguments], values)


def start_convoca(*arguments: str, **values: str) -> "subprocess.Popen[str]":
    """Start a command of ours on the database of this test."""
    return _start(["-m", "convoca", *arguments], values)


def _start(arguments: list[str], values: dict[str, str]) -> "subprocess.Popen[str]":
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "convoca.config.settings",
        "DATABASE_URL": database_url(),
        "CONVOCA_SECRET_KEY": settings.SECRET_KEY,
    }
    return subprocess.Popen(
        [sys.executable, *arguments], env=environment | values, stderr=subprocess.PIPE, text=True
    )
