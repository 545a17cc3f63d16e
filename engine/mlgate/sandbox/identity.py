"""STS: who the caller is, in the query protocol (a form in, XML out)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from mlgate.sandbox import shapes
from mlgate.sandbox.caller import Caller
from mlgate.sandbox.wire import Document, Request, Response, ServiceError

SERVICE = "sts"
_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
_HEADERS = {"Content-Type": "text/xml"}


@dataclass(frozen=True, slots=True)
class Sts:
    """GetCallerIdentity and nothing else."""

    def operation(self, request: Request) -> str:
        """The form's ``Action``."""
        name = dict(parse_qsl(request.body.decode("latin-1"))).get("Action", "")
        if name != "GetCallerIdentity":
            raise ServiceError("InvalidAction", f"Could not find operation {name} for version 2011-06-15")
        return name

    def parameters(self, operation: str, request: Request) -> Document:
        """GetCallerIdentity takes none."""
        form = dict(parse_qsl(request.body.decode("latin-1")))
        parameters = {key: value for key, value in form.items() if key not in {"Action", "Version"}}
        if found := shapes.faults(shapes.operation(SERVICE, operation).input_shape, parameters):
            raise ServiceError("ValidationError", "; ".join(found))
        return parameters

    def answer(self, operation: str, parameters: Document, caller: Caller) -> Response:  # noqa: ARG002 - the protocol's
        """Account, ARN and user id of the caller."""
        result = {"UserId": f"AIDA{caller.account}", "Account": caller.account, "Arn": caller.arn}
        if found := shapes.faults(shapes.operation(SERVICE, operation).output_shape, result):
            raise ServiceError("InternalFailure", f"the sandbox answered what AWS would not: {'; '.join(found)}", 500)
        members = "".join(f"<{key}>{escape(value)}</{key}>" for key, value in result.items())
        body = (
            f'<{operation}Response xmlns="{_NAMESPACE}"><{operation}Result>{members}</{operation}Result>'
            f"<ResponseMetadata><RequestId>sandbox</RequestId></ResponseMetadata></{operation}Response>"
        )
        return Response(200, body.encode(), _HEADERS)

    def failure(self, error: ServiceError) -> Response:
        """The error as the query protocol spells it."""
        body = (
            f'<ErrorResponse xmlns="{_NAMESPACE}"><Error><Type>Sender</Type><Code>{escape(error.code)}</Code>'
            f"<Message>{escape(error.message)}</Message></Error><RequestId>sandbox</RequestId></ErrorResponse>"
        )
        return Response(error.status, body.encode(), _HEADERS)
