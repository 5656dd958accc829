"""The vendors' own descriptions, loaded once: it takes seconds."""

import pytest
from openapi_core import Config, OpenAPI

from tests.contracts import whatsapp_file
from tests.support.needs import leave_out


@pytest.fixture(scope="session")
def whatsapp_contract() -> OpenAPI:
    """Meta's description of the Cloud API, or the test is left out."""
    if not whatsapp_file.is_here():
        leave_out("La descripción de la Cloud API no está junto al proyecto.")
    as_it_is = Config(spec_validator_cls=None)  # what Meta writes is not ours to judge; 3 s less
    return OpenAPI.from_dict(whatsapp_file.read_spec(), config=as_it_is)
