"""The REST-XML protocol, driven by botocore's service model: parameters out of a request, a response out of results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import formatdate
from typing import Any
from xml.etree import ElementTree as ET

from botocore.model import ListShape, OperationModel, Shape, StructureShape

from mlgate.sandbox.wire import Document, Request, Response, ServiceError

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
_TRANSPORT = {
    "x-amz-date",
    "x-amz-content-sha256",
    "x-amz-security-token",
    "x-amz-user-agent",
    "x-amz-decoded-content-length",
}
_HEADERS = {"Content-Type": "application/xml"}


def parameters(operation: OperationModel, request: Request, uri: Mapping[str, str]) -> Document:
    """The parameters of a request, by the places the model gives them; an unknown one is NotImplemented."""
    shape = operation.input_shape
    assert shape is not None  # every S3 operation has parameters
    known: set[str] = set()
    found: Document = {}
    for name, member in shape.members.items():
        place, spelled = member.serialization.get("location"), str(member.serialization.get("name", name))
        known.add(spelled.lower())
        if place == "uri":
            found.update({name: uri[spelled]} if spelled in uri else {})
        elif place == "querystring" and spelled in request.query:
            found[name] = _value(member, request.query[spelled])
        elif place == "header" and spelled.lower() in request.headers:
            found[name] = _value(member, request.headers[spelled.lower()])
        elif place == "headers":
            found.update(_prefixed(name, spelled.lower(), request.headers))
    _refuse_unknown(operation, request, known)
    payload = shape.serialization.get("payload")
    if payload and request.body:
        found[payload] = _body(shape.members[payload], request.body)
    return found


def response(operation: OperationModel, result: Document, root: str, status: int = 200) -> Response:
    """The response whose headers, body or XML carry ``result``; ``root`` names the XML element where there is one."""
    shape = operation.output_shape
    if shape is None:
        return Response(status)
    headers: dict[str, str] = {}
    in_body: Document = {}
    for name, value in result.items():
        member = shape.members[name]
        place = member.serialization.get("location")
        if place == "header":
            headers[str(member.serialization["name"])] = _text(member, value, header=True)
        elif place == "headers":
            headers |= {f"{member.serialization['name']}{key}": item for key, item in value.items()}
        else:
            in_body[name] = value
    payload = shape.serialization.get("payload")
    if payload:
        return Response(status, in_body.get(payload, b""), headers)
    if not in_body and all("location" in member.serialization for member in shape.members.values()):
        return Response(status, b"", headers)
    element = ET.Element(root, xmlns=_NAMESPACE)
    _fill(element, shape, in_body)
    return Response(status, _xml(element), headers | _HEADERS)


def failure(error: ServiceError) -> Response:
    """The error as S3 spells it."""
    element = ET.Element("Error")
    for name, text in (("Code", error.code), ("Message", error.message), ("RequestId", "sandbox")):
        ET.SubElement(element, name).text = text
    return Response(error.status, _xml(element), _HEADERS)


def _value(member: Shape, text: str) -> Any:
    try:
        if member.type_name in {"integer", "long"}:
            return int(text)
    except ValueError as error:
        raise ServiceError("InvalidArgument", f"{member.name}: {text!r} is not a number") from error
    return text == "true" if member.type_name == "boolean" else text


def _prefixed(name: str, prefix: str, headers: Mapping[str, str]) -> Document:
    found = {key.removeprefix(prefix): value for key, value in headers.items() if key.startswith(prefix)}
    return {name: found} if found else {}


def _refuse_unknown(operation: OperationModel, request: Request, known: set[str]) -> None:
    # The request URI of the model names the query parameters that choose the operation; x-id repeats its name.
    fixed = {part.partition("=")[0] for part in str(operation.http["requestUri"]).partition("?")[2].split("&")}
    strange = [name for name in request.query if name.lower() not in known | fixed | {"x-id"}]
    strange += [
        name
        for name in request.headers
        if name.startswith("x-amz-")
        and name not in known | _TRANSPORT
        and not name.startswith(("x-amz-meta-", "x-amz-checksum-"))
    ]
    if strange:
        raise ServiceError(
            "NotImplemented", f"The sandbox does not serve {', '.join(strange)} of {operation.name}", 501
        )


def _body(member: Shape, body: bytes) -> Any:
    if not isinstance(member, StructureShape):
        return body
    if b"<!" in body:
        raise ServiceError("MalformedXML", "document types are not accepted")
    try:
        element = ET.fromstring(body)  # noqa: S314 - document types, and with them entities, are refused above
    except ET.ParseError as error:
        raise ServiceError("MalformedXML", f"not XML: {error}") from error
    return {child.tag.rpartition("}")[2]: child.text or "" for child in element}


def _fill(element: ET.Element, shape: StructureShape, values: Document) -> None:
    for name, value in values.items():
        member = shape.members[name]
        spelled = str(member.serialization.get("name", name))
        for item_shape, item in _items(member, value):
            child = ET.SubElement(element, spelled)
            if isinstance(item_shape, StructureShape):
                _fill(child, item_shape, item)
            else:
                child.text = _text(item_shape, item, header=False)


def _items(member: Shape, value: Any) -> Iterator[tuple[Shape, Any]]:
    """A flattened list is its element repeated; the sandbox serves no other kind of list."""
    if isinstance(member, ListShape):
        yield from ((member.member, item) for item in value)
    else:
        yield member, value


def _text(member: Shape, value: Any, *, header: bool) -> str:
    if member.type_name == "timestamp":
        moment = datetime.fromtimestamp(value, UTC)
        return formatdate(value, usegmt=True) if header else moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _xml(element: ET.Element) -> bytes:
    return bytes(ET.tostring(element, encoding="UTF-8", xml_declaration=True))
