"""Schemathesis against the running product: no server error on anything its own description allows, or forbids."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.e2e.conftest import Stack

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]


def test_no_input_makes_a_server_error(stack: Stack, counsellor: httpx.Client) -> None:
    stack.wait_ready()
    cookies = "; ".join(f"{c.name}={c.value}" for c in counsellor.cookies.jar)
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "run", f"{stack.url}/openapi.json",
        "--checks", "not_a_server_error,content_type_conformance,response_schema_conformance",
        "--header", f"Cookie: {cookies}", "--header", f"X-CSRF-Token: {counsellor.headers['X-CSRF-Token']}",
        "--header", "Authorization: Bearer nothing", "--max-examples", "25", "--seed", "20261124",
        "--exclude-path-regex", "events$|readyz|logout", "--request-timeout", "20", "--no-color",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=380)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
