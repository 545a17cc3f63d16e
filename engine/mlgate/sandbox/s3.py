"""S3, path style: which operation a request asks for, and the parameters that the sandbox honours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from mlgate.sandbox import objects, rest, shapes
from mlgate.sandbox.caller import Caller
from mlgate.sandbox.state import Store
from mlgate.sandbox.wire import Clock, Document, Request, Response, ServiceError

SERVICE = "s3"


class _Served(NamedTuple):
    apply: Callable[[Store, Caller, Document, float], Document]
    honoured: frozenset[str]
    root: str = ""


def _served(apply: Callable[[Store, Caller, Document, float], Document], honoured: str = "", root: str = "") -> _Served:
    return _Served(apply, frozenset({"Bucket", *honoured.split()}), root)


_OPERATIONS = {
    "CreateBucket": _served(objects.create_bucket, "CreateBucketConfiguration"),
    "HeadBucket": _served(objects.head_bucket),
    "PutBucketVersioning": _served(objects.put_versioning, "VersioningConfiguration ContentMD5 ChecksumAlgorithm"),
    "GetBucketVersioning": _served(objects.versioning, root="VersioningConfiguration"),
    "PutObject": _served(
        objects.put_object,
        "Key Body ContentLength ContentType ContentMD5 Metadata"
        " ChecksumAlgorithm ChecksumCRC32 ChecksumSHA1 ChecksumSHA256",
    ),
    "GetObject": _served(objects.read_object, "Key VersionId IfMatch Range ChecksumMode"),
    "HeadObject": _served(objects.head_object, "Key VersionId IfMatch ChecksumMode"),
    "ListObjectsV2": _served(
        objects.list_objects, "Prefix MaxKeys ContinuationToken StartAfter EncodingType", "ListBucketResult"
    ),
}
_BY_REQUEST = {
    ("PUT", "bucket", ""): "CreateBucket",
    ("HEAD", "bucket", ""): "HeadBucket",
    ("PUT", "bucket", "versioning"): "PutBucketVersioning",
    ("GET", "bucket", "versioning"): "GetBucketVersioning",
    ("GET", "bucket", "list-type"): "ListObjectsV2",
    ("PUT", "object", ""): "PutObject",
    ("GET", "object", ""): "GetObject",
    ("HEAD", "object", ""): "HeadObject",
}


@dataclass(frozen=True, slots=True)
class S3:
    """Buckets with versions, objects with checksums."""

    store: Store
    clock: Clock

    def operation(self, request: Request) -> str:
        """The operation that method, path and query choose."""
        bucket, key = _address(request)
        chosen = next((name for name in ("versioning", "list-type") if name in request.query), "")
        place = "object" if key else "bucket"
        name = _BY_REQUEST.get((request.method, place, chosen)) if bucket else None
        if name is None:
            raise ServiceError("NotImplemented", f"The sandbox does not serve {request.method} on this {place}", 501)
        return name

    def parameters(self, operation: str, request: Request) -> Document:
        """The parameters, checked against the input shape; one that the sandbox does not honour is NotImplemented."""
        model = shapes.operation(SERVICE, operation)
        bucket, key = _address(request)
        parameters = rest.parameters(model, request, {"Bucket": bucket, **({"Key": key} if key else {})})
        if request.method in {"GET", "HEAD"}:
            parameters.pop("ContentLength", None)
        if ignored := sorted(set(parameters) - _OPERATIONS[operation].honoured):
            raise ServiceError(
                "NotImplemented", f"The sandbox does not honour {', '.join(ignored)} of {operation}", 501
            )
        if found := shapes.faults(model.input_shape, parameters):
            raise ServiceError("InvalidArgument", "; ".join(found))
        return parameters

    def answer(self, operation: str, parameters: Document, caller: Caller) -> Response:
        """Apply the operation and check its result against the output shape."""
        model = shapes.operation(SERVICE, operation)
        served = _OPERATIONS[operation]
        result = served.apply(self.store, caller, parameters, round(self.clock(), 3))
        if found := shapes.faults(model.output_shape, result):
            raise ServiceError("InternalError", f"the sandbox answered what AWS would not: {'; '.join(found)}", 500)
        return rest.response(model, result, served.root, 206 if "ContentRange" in result else 200)

    def failure(self, error: ServiceError) -> Response:
        """The error as S3 spells it."""
        return rest.failure(error)


def _address(request: Request) -> tuple[str, str]:
    bucket, _, key = request.path.removeprefix("/").partition("/")
    return unquote(bucket), unquote(key)
