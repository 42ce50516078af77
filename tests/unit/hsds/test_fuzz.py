"""Schemathesis against the endpoints in process: never a server error, always the described shape."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from sqlalchemy import Engine

from tests.unit.hsds.conftest import make_app
from tests.unit.hsds.test_api import PATHS

EXAMPLES = 25
TAKING = [f"/hsds/{name}{tail}" for name in PATHS for tail in ("", "/{id}")]
CASES = [("/hsds", GenerationMode.POSITIVE), *((path, mode) for path in TAKING for mode in GenerationMode)]


@pytest.fixture(scope="module")
def described(engine: Engine) -> Any:
    """The description of the endpoints, as they give it themselves."""
    return schemathesis.openapi.from_asgi("/openapi.json", make_app(engine))


@pytest.mark.parametrize(("path", "mode"), CASES)
def test_no_query_makes_a_server_error(described: Any, path: str, mode: GenerationMode) -> None:
    answered: set[int] = set()

    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def _call(case: Any) -> None:
        response = case.call()
        answered.add(response.status_code)
        checks = [not_a_server_error, content_type_conformance, response_schema_conformance]
        case.validate_response(response, checks=checks)

    _call()
    assert answered <= {200, 404, 422} and answered
