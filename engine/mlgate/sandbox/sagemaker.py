"""SageMaker's JSON 1.1 protocol: the operation in ``X-Amz-Target``, parameters and results as JSON bodies."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mlgate.sandbox import groups, packages, shapes
from mlgate.sandbox.caller import Caller
from mlgate.sandbox.state import Store
from mlgate.sandbox.wire import Clock, Document, Request, Response, ServiceError

SERVICE = "sagemaker"
_CONTENT_TYPE = "application/x-amz-json-1.1"
_Operation = Callable[[Document, Caller, Document, float], Document]

_READS: dict[str, _Operation] = {
    "DescribeModelPackageGroup": groups.describe_group,
    "ListModelPackageGroups": groups.list_groups,
    "DescribeModelPackage": packages.describe_package,
    "ListModelPackages": packages.list_packages,
    "BatchDescribeModelPackage": packages.batch_describe,
}
_WRITES: dict[str, _Operation] = {
    "CreateModelPackageGroup": groups.create_group,
    "DeleteModelPackageGroup": groups.delete_group,
    "CreateModelPackage": packages.create_package,
    "UpdateModelPackage": packages.update_package,
    "DeleteModelPackage": packages.delete_package,
}


@dataclass(frozen=True, slots=True)
class SageMaker:
    """The part of SageMaker that is a model registry."""

    store: Store
    clock: Clock

    def operation(self, request: Request) -> str:
        """The operation of ``X-Amz-Target: SageMaker.<operation>``."""
        name = request.headers.get("x-amz-target", "").removeprefix("SageMaker.")
        if name not in _READS and name not in _WRITES:
            raise ServiceError("UnknownOperationException", f"The sandbox does not serve SageMaker's {name}")
        return name

    def parameters(self, operation: str, request: Request) -> Document:
        """The JSON body, checked against the operation's input shape."""
        try:
            parameters: Any = json.loads(request.body or b"{}")
        except ValueError as error:
            raise ServiceError("SerializationException", f"not JSON: {error}") from error
        found = shapes.faults(shapes.operation(SERVICE, operation).input_shape, parameters)
        if found:
            word = "error" if len(found) == 1 else "errors"
            raise ServiceError("ValidationException", f"{len(found)} validation {word} detected: {'; '.join(found)}")
        return dict(parameters)

    def answer(self, operation: str, parameters: Document, caller: Caller) -> Response:
        """Apply the operation and check its result against the output shape."""
        # Timestamps are seconds since the epoch to the millisecond, as in the JSON protocol.
        now = round(self.clock(), 3)
        if operation in _READS:
            with self.store.reading() as state:
                return _response(operation, _READS[operation](state, caller, parameters, now))
        with self.store.writing() as state:
            return _response(operation, _WRITES[operation](state, caller, parameters, now))

    def failure(self, error: ServiceError) -> Response:
        """The error's code in ``__type``."""
        body = json.dumps({"__type": error.code, "message": error.message}).encode()
        return Response(error.status, body, {"Content-Type": _CONTENT_TYPE, "x-amzn-ErrorType": error.code})


def _response(operation: str, result: Document) -> Response:
    shape = shapes.operation(SERVICE, operation).output_shape
    if found := shapes.faults(shape, result):
        raise ServiceError("InternalFailure", f"the sandbox answered what AWS would not: {'; '.join(found)}", 500)
    body = json.dumps(result).encode() if shape is not None else b""
    return Response(200, body, {"Content-Type": _CONTENT_TYPE})
