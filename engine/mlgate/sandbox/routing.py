"""One request through the sandbox: which service, which fault, what to answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mlgate.errors import MlgateError
from mlgate.sandbox import control
from mlgate.sandbox.caller import caller
from mlgate.sandbox.faults import Call, Calls, Fault, FaultKind, Faults
from mlgate.sandbox.identity import Sts
from mlgate.sandbox.s3 import S3
from mlgate.sandbox.sagemaker import SageMaker
from mlgate.sandbox.state import Store
from mlgate.sandbox.wire import Clock, Document, Request, Response, Service, ServiceError


class Dropped(Exception):  # noqa: N818 - an event to act on, not an error of anybody's
    """The connection is to be dropped without an answer."""


@dataclass(frozen=True, slots=True)
class Router:
    """All that the sandbox serves; ``wait`` sleeps for so many seconds, or until the sandbox stops."""

    store: Store
    clock: Clock
    wait: Callable[[float], object]
    faults: Faults = field(default_factory=Faults)
    calls: Calls = field(default_factory=Calls)

    def answer(self, request: Request) -> Response:
        """The response to a request; Dropped where a fault takes it away."""
        if request.path.startswith(control.PREFIX):
            return control.answer(request, self.faults, self.calls)
        service = self._service(request)
        try:
            return self._served(service, request)
        except ServiceError as error:
            return service.failure(error)
        except (MlgateError, OSError) as error:
            return service.failure(ServiceError("InternalFailure", f"the sandbox's state: {error}", 500))

    def _service(self, request: Request) -> Service:
        if "x-amz-target" in request.headers:
            return SageMaker(self.store, self.clock)
        if request.method == "POST" and request.headers.get("content-type", "").startswith(
            "application/x-www-form-urlencoded"
        ):
            return Sts()
        return S3(self.store, self.clock)

    def _served(self, service: Service, request: Request) -> Response:
        by = caller(request.headers.get("authorization", ""))
        if by is None:
            raise ServiceError("MissingAuthenticationToken", "Request is missing Authentication Token", 403)
        operation = service.operation(request)
        fault = self.faults.take(operation)
        kind = fault.kind if fault else None
        name = type(service).__name__.lower()
        try:
            parameters = service.parameters(operation, request)
        except ServiceError:
            self.calls.note(Call(name, operation, by.account, by.region, self.clock(), kind, None))
            raise
        logged = {key: value for key, value in parameters.items() if not isinstance(value, bytes)}
        self.calls.note(Call(name, operation, by.account, by.region, self.clock(), kind, logged))
        if fault is None:
            return service.answer(operation, parameters, by)
        return self._spoiled(fault, lambda: service.answer(operation, parameters, by), operation, logged)

    def _spoiled(self, fault: Fault, apply: Callable[[], Response], operation: str, parameters: Document) -> Response:
        _refuse(fault, operation, parameters)
        if fault.kind is FaultKind.HANG:
            self.wait(fault.seconds)
        if fault.kind in {FaultKind.HANG, FaultKind.DROP_BEFORE}:
            raise Dropped
        if fault.kind is FaultKind.SLOW:
            self.wait(fault.seconds)
        response = apply()
        if fault.kind is FaultKind.LATE:
            self.wait(fault.seconds)
        if fault.kind is FaultKind.DROP_AFTER:
            raise Dropped
        if fault.kind is FaultKind.FAIL_AFTER:
            raise ServiceError("InternalFailure", "The request failed after it was applied", 500)
        return response


def _refuse(fault: Fault, operation: str, parameters: Document) -> None:
    """That throttling and refusals arrive as plain client errors with these codes is background knowledge."""
    if fault.kind is FaultKind.THROTTLE:
        raise ServiceError("ThrottlingException", "Rate exceeded")
    if fault.kind is FaultKind.FAIL:
        raise ServiceError("InternalFailure", "The request failed before it was applied", 500)
    if fault.kind is FaultKind.REFUSE:
        on = parameters.get("ModelPackageArn", "the resource")
        message = f"User is not authorized to perform: sagemaker:{operation} on {on} with an explicit deny"
        raise ServiceError("AccessDeniedException", message, 400 if "Bucket" not in parameters else 403)
