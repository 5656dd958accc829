"""What a test needs from the machine: left out with a reason, never where `CI=true`."""

import os

import pytest

MUST_HAVE_ALL = os.environ.get("CI", "").lower() in {"1", "true"}


def leave_out(reason: str) -> None:
    """Skip the test for a plain reason; where `CI=true` that is a failure."""
    if MUST_HAVE_ALL:
        pytest.fail(f"Aquí no se puede dejar pruebas fuera: {reason}")
    pytest.skip(reason)
