"""What several machines must have in common: key, files, connections."""

import json
import os
import subprocess
import sys

import pytest
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

from convoca.config.env import as_files
from tests.support.s3 import started_shelf

SHOW = """
import json
from django.conf import settings
print(json.dumps({
    "options": settings.DATABASES["default"]["OPTIONS"],
    "checks": settings.DATABASES["default"]["CONN_HEALTH_CHECKS"],
    "cache": settings.CACHES["default"]["BACKEND"].rpartition(".")[2],
    "files": settings.STORAGES["default"]["BACKEND"].rpartition(".")[2],
}))
"""


def start(tmp_path, **values):
    """Read the settings as an installation does: what they are, or why it does not start."""
    known = {"CONVOCA_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "convoca.config.settings"}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        env=kept | known | values,
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr.splitlines()[-1]


def test_one_machine_needs_nothing(tmp_path):
    said = start(tmp_path)

    assert (said["cache"], said["files"]) == ("FileBasedCache", "FileSystemStorage")
    assert (tmp_path / "secret_key").exists()


def test_many_machines_do_not_start_each_with_a_key_of_its_own(tmp_path):
    said = start(tmp_path, CONVOCA_QUEUE_URL="redis://127.0.0.1:6379/0")

    assert said.endswith(
        "CONVOCA_SECRET_KEY falta: con la cola en Redis, todos los equipos llevan la misma clave."
    )


def test_many_machines_share_cache_files_and_notice_cut_lines(tmp_path):
    said = start(
        tmp_path,
        CONVOCA_SECRET_KEY="x" * 50,
        CONVOCA_QUEUE_URL="rediss://10.0.0.3:6379/0",
        CONVOCA_FILES_URL="s3://key:secret@almacen.cl/balde",
        CONVOCA_WORKERS="6",
        DATABASE_URL="postgres://a:b@10.0.0.2/convoca",
    )

    assert (said["cache"], said["files"]) == ("PatientRedisCache", "S3Storage")
    assert said["options"]["pool"] == {"min_size": 1, "max_size": 14, "timeout": 20}
    assert said["options"]["tcp_user_timeout"] == 30_000
    assert said["checks"]


def test_options_of_the_database_address_stand_before_ours(tmp_path):
    url = "postgres://a:b@10.0.0.2/convoca?options=%20&connect_timeout=3"

    said = start(tmp_path, DATABASE_URL=url)

    assert (said["options"]["options"], said["options"]["connect_timeout"]) == (" ", 3)


def test_pool_size_may_be_set(tmp_path):
    said = start(tmp_path, DATABASE_URL="postgres://a:b@10.0.0.2/c", CONVOCA_POOL_SIZE="3")

    assert said["options"]["pool"]["max_size"] == 3


def test_as_files_reads_every_part():
    options = as_files("s3://cl%61ve:se%2Fcreto@almacen.cl:9000/balde/convoca?tls=0&region=scl")

    assert [options[name] for name in ("access_key", "secret_key", "endpoint_url")] == [
        "clave",
        "se/creto",
        "http://almacen.cl:9000",
    ]
    assert [options[name] for name in ("bucket_name", "location", "region_name")] == [
        "balde",
        "convoca",
        "scl",
    ]


@pytest.mark.parametrize(
    "text", ["almacen", "s3://almacen.cl/balde", "s3://a:b@almacen.cl", "ftp://a:b@c.cl/d"]
)
def test_as_files_refuses_what_lacks_a_part(text):
    with pytest.raises(ValueError, match="s3://clave:secreto@servidor/balde"):
        as_files(text)


def test_file_saved_by_one_machine_is_read_by_another():
    with started_shelf() as shelf:
        options = as_files(f"s3://clave:secreto@{shelf.place}/balde/convoca?tls=0")

        name = S3Storage(**options).save("actas/sesión 1.pdf", ContentFile(b"%PDF-"))
        second = S3Storage(**options).save("actas/sesión 1.pdf", ContentFile(b"otra"))

        other = S3Storage(**options)
        assert other.open(name).read() == b"%PDF-"
        assert (other.exists(name), other.exists("actas/nada.pdf")) == (True, False)
        assert second != name
        assert "X-Amz-Signature=" in other.url(name)
        assert {each.split("=")[0] for each in shelf.signatures} == {"AWS4-HMAC-SHA256 Credential"}
