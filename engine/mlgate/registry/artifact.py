"""What a SageMaker model package would run, pinned: images by digest, S3 objects by version and SHA-256.

The containers of the inference specification come first, then those of the additional specifications by name: a
deployment may choose any of them, so a change to any of them is a change of the artifact.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from mlgate.errors import Fault, InputError
from mlgate.model.effect import Artifact, ArtifactContainer, ArtifactObject
from mlgate.registry.aws import ObjectStore
from mlgate.registry.aws_errors import translated
from mlgate.registry.image import image_digest

CHUNK = 1024 * 1024
"""Bytes read at a time while an object is measured."""

_BY_URL = re.compile(r"s3(?:[.-][a-z0-9-]+)?(?:\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?", re.IGNORECASE)
_UNVERSIONED = frozenset({None, "null"})
"""Version ids of objects that can be overwritten in place."""

Specification = Mapping[str, Any]
"""A container or data source as SageMaker describes it."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Pins one package. ``where`` names it in faults; ``known`` objects that provably stand are not read again."""

    where: str
    store: ObjectStore
    known: Mapping[tuple[str, str, str | None, str | None], ArtifactObject] = field(
        default_factory=dict[tuple[str, str, str | None, str | None], ArtifactObject]
    )

    def artifact(self, described: Specification) -> Artifact:
        """The artifact of a described package; one that names no container is empty. Raises InputError."""
        return Artifact(containers=tuple(self._container(place, each) for place, each in _containers(described)))

    def _container(self, place: str, container: Specification) -> ArtifactContainer:
        where = f"{self.where} {place}"
        objects = [
            item for part, uri, prefix in _sources(where, container) for item in self._objects(part, uri, prefix=prefix)
        ]
        return ArtifactContainer(
            image_digest=image_digest(where, container.get("ImageDigest"), container.get("Image")),
            image=container.get("Image"),
            objects=tuple(objects),
            environment=dict(container.get("Environment", {})),
        )

    def _objects(self, where: str, uri: str, *, prefix: bool) -> Iterator[ArtifactObject]:
        bucket, key = _address(where, uri)
        if not prefix:
            yield self._object(where, bucket, key)
            return
        keys = list(self._keys(where, bucket, key))
        if not keys:
            raise InputError(
                [Fault(where, f"there is no object under {uri}")], hint="upload the model, then register it"
            )
        for each in keys:
            yield self._object(where, bucket, each)

    def _keys(self, where: str, bucket: str, prefix: str) -> Iterator[str]:
        token: str | None = None
        while True:
            more = {"ContinuationToken": token} if token else {}
            with _reading(where, bucket, prefix):
                page = self.store.list_objects_v2(Bucket=bucket, Prefix=prefix, **more)
            yield from (str(item["Key"]) for item in page.get("Contents", ()))
            token = page.get("NextContinuationToken")
            if not page.get("IsTruncated") or not token:
                return

    def _object(self, where: str, bucket: str, key: str) -> ArtifactObject:
        with _reading(where, bucket, key):
            head = self.store.head_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
        version, etag = head.get("VersionId"), head.get("ETag")
        known = self.known.get((bucket, key, version, etag))
        # A version, once written, never changes. Without one an ETag may be an MD5, which an attacker can keep equal.
        if known is not None and version not in _UNVERSIONED:
            return known
        with _reading(where, bucket, key):
            measured = _checksum(head) or self._measure(bucket, key, version, etag)
        return ArtifactObject(bucket=bucket, key=key, version=version, etag=etag, sha256=f"sha256:{measured}")

    def _measure(self, bucket: str, key: str, version: str | None, etag: str | None) -> str:
        """The SHA-256 of exactly the version that was looked at, read in chunks."""
        pinned = {"VersionId": version} if version else {}
        pinned |= {"IfMatch": etag} if etag else {}
        digest = hashlib.sha256()
        body = self.store.get_object(Bucket=bucket, Key=key, **pinned)["Body"]
        try:
            for chunk in iter(lambda: body.read(CHUNK), b""):
                digest.update(chunk)
        finally:
            body.close()
        return digest.hexdigest()


@contextmanager
def _reading(where: str, bucket: str, key: str) -> Generator[None]:
    """What is not there cannot be pinned: InputError; everything else that S3 says no to is RegistryError."""
    from botocore.exceptions import ClientError

    with translated(f"read s3://{bucket}/{key}"):
        try:
            yield
        except ClientError as error:
            if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") != HTTPStatus.NOT_FOUND:
                raise
            raise InputError(
                [Fault(where, f"s3://{bucket}/{key} does not exist")], hint="upload the model, then register it"
            ) from error


def measurement(where: str, store: ObjectStore, known: Artifact | None) -> Measurement:
    """A measurement that need not read what ``known`` holds already."""
    objects = (item for container in known.containers for item in container.objects) if known else ()
    return Measurement(where, store, {(item.bucket, item.key, item.version, item.etag): item for item in objects})


def _containers(described: Specification) -> Iterator[tuple[str, Specification]]:
    main: Specification = described.get("InferenceSpecification") or {}
    for number, container in enumerate(main.get("Containers", ()), 1):
        yield f"container {number}", container
    additional = described.get("AdditionalInferenceSpecifications", ())
    for specification in sorted(additional, key=lambda each: str(each["Name"])):
        for number, container in enumerate(specification.get("Containers", ()), 1):
            yield f"{specification['Name']} container {number}", container


def _sources(where: str, container: Specification) -> Iterator[tuple[str, str, bool]]:
    """Place, URI and whether it is a prefix, of each data source of a container."""
    if url := container.get("ModelDataUrl"):
        yield f"{where} ModelDataUrl", url, False
    model: Specification = container.get("ModelDataSource") or {}
    if "S3DataSource" in model:
        yield _source(f"{where} ModelDataSource", model["S3DataSource"])
    for additional in container.get("AdditionalModelDataSources", ()):
        yield _source(f"{where} {additional['ChannelName']}", additional["S3DataSource"])
    if source := container.get("AdditionalS3DataSource"):
        yield _source(f"{where} AdditionalS3DataSource", source)


def _source(where: str, source: Specification) -> tuple[str, str, bool]:
    for name in ("ManifestS3Uri", "HubAccessConfig"):
        if source.get(name):
            raise InputError(
                [Fault(where, f"{name} names objects that mlgate does not pin")],
                hint="register the S3 objects themselves",
            )
    return where, source["S3Uri"], source["S3DataType"] == "S3Prefix"


def _address(where: str, uri: str) -> tuple[str, str]:
    """Bucket and key of ``s3://bucket/key`` or of an S3 URL in path or virtual-host style."""
    parts = urlsplit(uri, allow_fragments=False)
    path = parts.path.removeprefix("/")
    if parts.scheme == "s3" and parts.netloc:
        return parts.netloc, path
    host = parts.hostname or ""
    if parts.scheme == "https" and _BY_URL.fullmatch(host):
        bucket, _, key = path.partition("/")
        return bucket, key
    bucket, dot, rest = host.partition(".s3")
    if parts.scheme == "https" and dot and _BY_URL.fullmatch("s3" + rest):
        return bucket, path
    raise InputError([Fault(where, f"{uri!r} is not an S3 address")], hint="for example s3://bucket/model.tar.gz")


def _checksum(head: Mapping[str, Any]) -> str | None:
    """The SHA-256 that S3 verified when the whole object was uploaded; None where it holds none."""
    if head.get("ChecksumType") != "FULL_OBJECT" or not head.get("ChecksumSHA256"):
        return None
    return base64.b64decode(str(head["ChecksumSHA256"]), validate=True).hex()
