"""How the OpenAPI description tells of errors."""

from typing import Any

_TITLES = {
    400: "Bad request",
    401: "Authentication needed",
    403: "Not allowed",
    404: "Not found",
    409: "Conflict with the present state",
    422: "Invalid request",
    429: "Too many requests",
    503: "Temporarily unavailable",
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
    },
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of an endpoint that may answer with these problem details."""
    content = {"application/problem+json": {"schema": _PROBLEM}}
    return {status: {"description": _TITLES[status], "content": content} for status in statuses}
