"""S3 buckets and objects: as much as a model artifact needs.

Members and limits are botocore's service model; what S3 does with them is its documentation, named where it matters.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from mlgate.sandbox.caller import Caller
from mlgate.sandbox.state import Store
from mlgate.sandbox.wire import Document, ServiceError

DEFAULT_REGION = "us-east-1"
MAX_KEYS = 1000

_BUCKET = re.compile(r"(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]")
_CHECKSUMS: dict[str, Callable[[bytes], bytes]] = {
    "ChecksumCRC32": lambda data: zlib.crc32(data).to_bytes(4, "big"),
    "ChecksumSHA1": lambda data: hashlib.sha1(data).digest(),  # noqa: S324 - S3 offers it
    "ChecksumSHA256": lambda data: hashlib.sha256(data).digest(),
}
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


def create_bucket(store: Store, caller: Caller, parameters: Document, now: float) -> Document:
    """Create a bucket; outside us-east-1 the LocationConstraint must name the region (S3 documentation)."""
    name = parameters["Bucket"]
    if not _BUCKET.fullmatch(name):
        raise ServiceError("InvalidBucketName", "The specified bucket is not valid.")
    constraint = parameters.get("CreateBucketConfiguration", {}).get("LocationConstraint", DEFAULT_REGION)
    if constraint != caller.region:
        raise ServiceError(
            "IllegalLocationConstraintException",
            f"The {constraint} location constraint is incompatible for the region specific endpoint"
            " this request was sent to.",
        )
    with store.writing() as state:
        if name in state["buckets"]:
            mine = state["buckets"][name]["account"] == caller.account
            code = "BucketAlreadyOwnedByYou" if mine else "BucketAlreadyExists"
            raise ServiceError(code, "The requested bucket name is not available.", 409)
        state["buckets"][name] = {
            "account": caller.account,
            "region": caller.region,
            "created": now,
            "versioning": None,
            "next_version": 1,
            "objects": {},
        }
    return {"Location": f"/{name}"}


def head_bucket(store: Store, caller: Caller, parameters: Document, _now: float) -> Document:
    """Where the bucket is."""
    with store.reading() as state:
        return {"BucketRegion": _bucket(state, caller, parameters)["region"]}


def put_versioning(store: Store, caller: Caller, parameters: Document, _now: float) -> Document:
    """Enable or suspend versioning; what was enabled once can only be suspended (S3 documentation)."""
    status = parameters.get("VersioningConfiguration", {}).get("Status")
    if status not in {"Enabled", "Suspended"}:
        raise ServiceError("IllegalVersioningConfigurationException", "Status is Enabled or Suspended")
    with store.writing() as state:
        _bucket(state, caller, parameters)["versioning"] = status
    return {}


def versioning(store: Store, caller: Caller, parameters: Document, _now: float) -> Document:
    """Nothing before versioning was first enabled (S3 documentation)."""
    with store.reading() as state:
        status = _bucket(state, caller, parameters)["versioning"]
    return {"Status": status} if status else {}


def put_object(store: Store, caller: Caller, parameters: Document, now: float) -> Document:
    """Store an object: a new version where versioning is enabled, else in place of the version ``null``."""
    data: bytes = parameters.get("Body", b"")
    checksums = _verified(parameters, data)
    with store.writing() as state:
        bucket = _bucket(state, caller, parameters)
        version = _next_version(bucket)
        stored = {
            "version": version,
            # S3 documentation: the ETag of an object put in one part is its MD5, in quotes.
            "etag": f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"',
            "blob": store.keep(data),
            "size": len(data),
            "modified": int(now),
            "checksums": checksums,
            "type": parameters.get("ContentType", "binary/octet-stream"),
            "metadata": parameters.get("Metadata", {}),
        }
        kept = [each for each in bucket["objects"].get(parameters["Key"], []) if each["version"] != version]
        bucket["objects"][parameters["Key"]] = [*kept, stored]
        enabled = bucket["versioning"] is not None
    return {"ETag": stored["etag"], **_checksum_shown(checksums), **({"VersionId": version} if enabled else {})}


def head_object(store: Store, caller: Caller, parameters: Document, _now: float) -> Document:
    """What there is to know of an object without reading it."""
    return _shown(*_found(store, caller, parameters), parameters)


def read_object(store: Store, caller: Caller, parameters: Document, _now: float) -> Document:
    """An object, or one range of its bytes. A range carries no checksum of the whole (S3 documentation)."""
    stored, versioned = _found(store, caller, parameters)
    data = store.blob(stored["blob"])
    shown = _shown(stored, versioned, parameters)
    if "Range" not in parameters:
        return {**shown, "Body": data}
    start, end = _range(parameters["Range"], len(data))
    part = {key: value for key, value in shown.items() if not key.startswith("Checksum")}
    covered = {"ContentLength": end - start + 1, "ContentRange": f"bytes {start}-{end}/{len(data)}"}
    return {**part, **covered, "Body": data[start : end + 1]}


def list_objects(store: Store, caller: Caller, parameters: Document, _now: float) -> Document:
    """The keys under a prefix, page by page, in the order of their UTF-8 bytes (S3 documentation)."""
    prefix, limit = parameters.get("Prefix", ""), min(parameters.get("MaxKeys", MAX_KEYS), MAX_KEYS)
    after = _continued(parameters)
    with store.reading() as state:
        objects = _bucket(state, caller, parameters)["objects"]
        keys = sorted((key for key in objects if key.startswith(prefix) and key > after), key=str.encode)
        contents = [_content(key, objects[key][-1], parameters) for key in keys[:limit]]
    truncated = len(keys) > limit
    shown = {"Name": parameters["Bucket"], "Prefix": _encoded(prefix, parameters), "MaxKeys": limit}
    if truncated:
        shown["NextContinuationToken"] = base64.urlsafe_b64encode(keys[limit - 1].encode()).decode()
    if "EncodingType" in parameters:
        shown["EncodingType"] = parameters["EncodingType"]
    return {**shown, "KeyCount": len(contents), "IsTruncated": truncated, "Contents": contents}


def _bucket(state: Document, caller: Caller, parameters: Document) -> dict[str, Any]:
    """The bucket; bucket policies are not served, so another account's bucket is refused."""
    bucket: dict[str, Any] | None = state["buckets"].get(parameters["Bucket"])
    if bucket is None:
        raise ServiceError("NoSuchBucket", "The specified bucket does not exist", 404)
    if bucket["account"] != caller.account:
        raise ServiceError("AccessDenied", "Access Denied", 403)
    return bucket


def _found(store: Store, caller: Caller, parameters: Document) -> tuple[dict[str, Any], bool]:
    """The version asked for, or the newest; and whether the bucket shows versions at all."""
    with store.reading() as state:
        bucket = _bucket(state, caller, parameters)
        versions = bucket["objects"].get(parameters["Key"], [])
        if not versions:
            raise ServiceError("NoSuchKey", "The specified key does not exist.", 404)
        wanted = parameters.get("VersionId")
        stored: dict[str, Any] | None = next(
            (each for each in reversed(versions) if wanted in {None, each["version"]}), None
        )
        if stored is None:
            raise ServiceError("NoSuchVersion", "The specified version does not exist.", 404)
        if parameters.get("IfMatch") not in {None, stored["etag"]}:
            raise ServiceError("PreconditionFailed", "At least one of the pre-conditions did not hold", 412)
        return stored, bucket["versioning"] is not None


def _shown(stored: dict[str, Any], versioned: bool, parameters: Document) -> Document:  # noqa: FBT001 - of the pair above
    asked = parameters.get("ChecksumMode") == "ENABLED"
    return {
        "ETag": stored["etag"],
        "ContentLength": stored["size"],
        "ContentType": stored["type"],
        "LastModified": stored["modified"],
        "Metadata": stored["metadata"],
        "AcceptRanges": "bytes",
        **({"VersionId": stored["version"]} if versioned else {}),
        **(_checksum_shown(stored["checksums"]) if asked else {}),
    }


def _checksum_shown(checksums: dict[str, str]) -> Document:
    """S3 documentation: an object put in one part has a checksum of the full object."""
    return {**checksums, "ChecksumType": "FULL_OBJECT"} if checksums else {}


def _verified(parameters: Document, data: bytes) -> dict[str, str]:
    """The checksums that came with an object, each of which must be right (S3 documentation: BadDigest)."""
    sent = {
        name: value for name, value in parameters.items() if name.startswith("Checksum") and name != "ChecksumAlgorithm"
    }
    measured = {name: base64.b64encode(_CHECKSUMS[name](data)).decode() for name in sent if name in _CHECKSUMS}
    md5 = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
    if parameters.get("ContentMD5", md5) != md5 or any(sent[name] != value for name, value in measured.items()):
        raise ServiceError("BadDigest", "The checksum you specified did not match what we received.")
    return measured


def _next_version(bucket: dict[str, Any]) -> str:
    if bucket["versioning"] != "Enabled":
        return "null"
    number = bucket["next_version"]
    bucket["next_version"] = number + 1
    return hashlib.sha256(f"{bucket['created']}/{number}".encode()).hexdigest()[:32]


def _range(text: str, size: int) -> tuple[int, int]:
    match = _RANGE.fullmatch(text)
    start = int(match[1]) if match else size
    if match is None or start >= size:
        raise ServiceError("InvalidRange", "The requested range is not satisfiable", 416)
    return start, min(int(match[2]) if match[2] else size - 1, size - 1)


def _continued(parameters: Document) -> str:
    token = parameters.get("ContinuationToken")
    try:
        return base64.urlsafe_b64decode(token).decode() if token else parameters.get("StartAfter", "")
    except ValueError as error:
        raise ServiceError("InvalidArgument", "The continuation token provided is incorrect") from error


def _encoded(text: str, parameters: Document) -> str:
    return quote(text) if parameters.get("EncodingType") == "url" else text


def _content(key: str, stored: dict[str, Any], parameters: Document) -> Document:
    return {
        "Key": _encoded(key, parameters),
        "LastModified": stored["modified"],
        "ETag": stored["etag"],
        "Size": stored["size"],
        "StorageClass": "STANDARD",
    }
