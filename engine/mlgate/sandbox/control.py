"""``/_sandbox/…``: faults on demand and the log of calls, for tests in another process.

- ``POST /_sandbox/faults`` ``{"operation": "UpdateModelPackage", "fault": "throttle", "calls": 1, "seconds": 5}``
- ``GET /_sandbox/faults``, ``DELETE /_sandbox/faults``
- ``GET /_sandbox/calls?operation=UpdateModelPackage``, ``DELETE /_sandbox/calls``
- ``GET /_sandbox/health``
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from mlgate.sandbox.faults import Calls, FaultKind, Faults
from mlgate.sandbox.wire import Request, Response

PREFIX = "/_sandbox/"


def answer(request: Request, faults: Faults, calls: Calls) -> Response:
    """Answer a request to the control endpoint."""
    match request.method, request.path.removeprefix(PREFIX):
        case "POST", "faults":
            return _plant(request, faults)
        case "GET", "faults":
            return _json([asdict(fault) for fault in faults.planted()])
        case "DELETE", "faults":
            faults.clear()
        case "GET", "calls":
            return _json([call.document() for call in calls.of(request.query.get("operation"))])
        case "DELETE", "calls":
            calls.clear()
        case "GET", "health":
            return _json({"status": "ok"})
        case method, what:
            return _json({"error": f"{method} {PREFIX}{what} is not served"}, 404)
    return Response(204)


def _plant(request: Request, faults: Faults) -> Response:
    try:
        asked: Any = json.loads(request.body)
        operation, kind = str(asked["operation"]), FaultKind(asked["fault"])
        calls, seconds = int(asked.get("calls", 1)), float(asked.get("seconds", 5))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        kinds = ", ".join(FaultKind)
        return _json({"error": f"operation, fault (one of {kinds}), calls, seconds: {error!r}"}, 400)
    if calls < 1 or seconds < 0:
        return _json({"error": "calls is at least 1, seconds at least 0"}, 400)
    faults.plant(operation, kind, calls=calls, seconds=seconds)
    return Response(204)


def _json(document: Any, status: int = 200) -> Response:
    return Response(status, json.dumps(document, default=repr).encode(), {"Content-Type": "application/json"})
