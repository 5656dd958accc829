"""Reading settings: typed, and a bad value names itself."""

import os
import subprocess
import sys

import pytest

from convoca.config.env import (
    SettingError,
    as_address,
    as_count,
    as_flag,
    as_imap_server,
    as_mail_server,
    as_mail_service,
    as_mailbox,
    as_names,
    as_queue,
    as_zone,
    read,
)
from convoca.foundation.mail_server import ImapServer, MailServer


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("smtp://correo.cl", MailServer("correo.cl", 25, "", "", "none")),
        ("smtp://correo.cl?tls=starttls", MailServer("correo.cl", 587, "", "", "starttls")),
        (
            "smtp://ana:a%40b@correo.cl:2525?tls=ssl",
            MailServer("correo.cl", 2525, "ana", "a@b", "ssl"),
        ),
    ],
)
def test_as_mail_server_reads_every_part(text, server):
    assert as_mail_server(text) == server


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("imap://a@x.cl", ImapServer("x.cl", 143, "a", "", "INBOX", is_encrypted=False)),
        (
            "imaps://a%40x.cl:c%2Fd@correo.cl:9993/Rebotes",
            ImapServer("correo.cl", 9993, "a@x.cl", "c/d", "Rebotes", is_encrypted=True),
        ),
        ("imaps://a@x.cl/", ImapServer("x.cl", 993, "a", "", "INBOX", is_encrypted=True)),
    ],
)
def test_as_imap_server_reads_every_part(text, server):
    assert as_imap_server(text) == server


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (as_mailbox, "rebote@x.cl", "rebote@x.cl"),
        (as_mail_service, "brevo", "brevo"),
        (as_names, '{"UNO": "dos"}', {"UNO": "dos"}),
    ],
)
def test_mail_settings_are_read(parse, text, value):
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (as_flag, "quizás"),
        (as_address, "convoca.cl"),
        (as_address, "https://convoca.cl?x=1"),
        (as_count, "0"),
        (as_count, "tres"),
        (as_mail_server, "correo.cl"),
        (as_mail_server, "smtp://correo.cl?tls=tal-vez"),
        (as_imap_server, "imaps://correo.cl"),
        (as_imap_server, "pop3://ana@correo.cl"),
        (as_mail_service, "palomas"),
        (as_mailbox, "rebote"),
        (as_mailbox, "Rebotes <rebote@x.cl>"),
        (as_mailbox, "rebote+1@x.cl"),
        (as_names, "[1]"),
        (as_names, "{"),
        (as_queue, "amqp://cola"),
        (as_zone, "America/Ninguna"),
        (as_zone, "../etc/passwd"),
    ],
)
def test_read_of_a_bad_value_names_the_setting(monkeypatch, parse, text):
    monkeypatch.setenv("CONVOCA_PRUEBA", text)

    with pytest.raises(SettingError, match="CONVOCA_PRUEBA"):
        read("CONVOCA_PRUEBA", "Prueba.", None, parse)


def test_read_of_a_bad_key_does_not_show_it(monkeypatch):
    monkeypatch.setenv("CONVOCA_PRUEBA_KEY", "secreto")

    with pytest.raises(SettingError) as caught:
        read("CONVOCA_PRUEBA_KEY", "Prueba.", 1, as_count)

    assert "secreto" not in str(caught.value)


@pytest.mark.parametrize("value", ["", "  "])
def test_read_of_nothing_gives_the_default(monkeypatch, value):
    monkeypatch.setenv("CONVOCA_PRUEBA", value)

    assert read("CONVOCA_PRUEBA", "Prueba.", 7, as_count) == 7


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONVOCA_EMAIL_URL", "correo-secreto"),
        ("CONVOCA_TIME_ZONE", "Marte/Base"),
        ("DATABASE_URL", "excel://tabla"),
        ("CONVOCA_BASE_URL", "http://convoca.amuch.cl"),
    ],
)
def test_a_bad_setting_stops_the_start_in_one_line(tmp_path, name, value):
    environment = {**os.environ, "CONVOCA_DATA_DIR": str(tmp_path), name: value}

    ended = subprocess.run(
        [sys.executable, "-m", "convoca", "check"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 2
    assert name in ended.stderr
    assert "Traceback" not in ended.stderr
