"""A remote OPA server that serves our bundle: the only module that speaks to one.

- The server must hold this bundle: the same modules and data when it is first spoken to, the same revision in every
  single answer. A server that activates another bundle in between is noticed at the next answer.
- One rule is asked per request, with strict errors of built-ins, so that nothing fails into silence.
- A server that is down, slow, refuses, or says something else than asked is EvaluationError; nothing is approved.
- Neither proxies nor ``.netrc`` of the surroundings count, and no redirect leads away: the configured server answers.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast
from urllib.parse import quote, urlsplit

from opa_client import errors as opa_errors
from opa_client.opa import OpaClient
from pydantic import JsonValue
from requests import Response
from requests.exceptions import HTTPError, JSONDecodeError, RequestException, Timeout, TooManyRedirects
from urllib3.exceptions import ReadTimeoutError

from mlgate.errors import EvaluationError
from mlgate.model.decision import EngineRef
from mlgate.policy.bundle import Bundle

NAME = "opa"
SECONDS = 5

_ASKED = {"provenance": "true", "strict-builtin-errors": "true"}
_LONGEST = 300


class Server(NamedTuple):
    """Where OPA answers: an http or https URL without a path, a bearer token, seconds to wait for one answer."""

    url: str
    token: str | None = None
    timeout: float = SECONDS


class OpaEngine:
    """One bundle in one OPA server. Raises EvaluationError where the server does not answer or holds another bundle."""

    def __init__(self, bundle: Bundle, server: Server) -> None:
        self._server = server
        self._revision = bundle.reference.revision
        self._client: Any = _client(server)
        weakref.finalize(self, self._client.close_connection)
        self.reference = self._same_data(bundle)
        self._same_modules(bundle)

    def query(self, document: bytes, paths: Sequence[str]) -> tuple[JsonValue, ...]:
        """The value of each rule, named ``data.<package>.<rule>``, with ``document`` as input; sets as sorted lists.

        Raises EvaluationError for a rule that has no value or fails, and for an answer by another revision.
        """
        facts = json.loads(document)
        return tuple(self._value(facts, path) for path in paths)

    def _value(self, facts: Any, path: str) -> JsonValue:
        package = path.removeprefix("data.")
        reply = self._answer(path, self._client.query_rule, facts, package, None, _ASKED)
        self._same_revision(reply)
        if "result" not in reply:
            raise EvaluationError(
                f"{path} has no value for these facts", hint="a rule that may be undefined needs a default"
            )
        return cast("JsonValue", reply["result"])

    def _same_data(self, bundle: Bundle) -> EngineRef:
        """Compare revision and policy data; tells the server's version, which is read on the way."""
        version = ""
        for root, expected in bundle.data.items():
            reply = self._answer(f"data.{root}", self._client.get_data, root, _ASKED)
            self._same_revision(reply)
            if reply.get("result") != expected:
                raise self._other(f"its data.{root} is not the data of this bundle")
            version = str(reply["provenance"].get("version", ""))
        return EngineRef(name=NAME, version=version or "unknown")

    def _same_modules(self, bundle: Bundle) -> None:
        names: list[str] = self._answer("its modules", self._client.get_policies_list)
        held = {path: name for name in names for path in bundle.modules if name == path or name.endswith(f"/{path}")}
        if len(held) != len(bundle.modules) or len(names) != len(held):
            raise self._other(f"it holds {len(names)} modules, {len(held)} of the {len(bundle.modules)} of this bundle")
        for path, name in held.items():
            reply = self._answer(name, self._client.get_policy, quote(name, safe=""))
            if reply["result"]["raw"] != bundle.modules[path]:
                raise self._other(f"its {path} reads otherwise")

    def _same_revision(self, reply: Mapping[str, Any]) -> None:
        bundles: dict[str, Any] = reply.get("provenance", {}).get("bundles") or {}
        revisions = [str(held.get("revision")) for held in bundles.values()]
        if revisions != [self._revision]:
            raise self._other(f"it serves {', '.join(revisions) or 'no bundle'}, this is {self._revision}")

    def _other(self, what: str) -> EvaluationError:
        hint = "nothing was approved; have the server load the bundle that [policy] names: mlgate policy build"
        return EvaluationError(f"the OPA server at {self._server.url} does not hold this bundle: {what}", hint=hint)

    def _answer(self, what: str, ask: Callable[..., Any], *arguments: Any) -> Any:
        """What the server says; all that can go wrong on the way as one EvaluationError."""
        where = f"the OPA server at {self._server.url}"
        try:
            return ask(*arguments)
        except HTTPError as error:
            raise EvaluationError(f"{where}: {what}: {_told(error)}", hint=_UNREACHABLE) from None
        except (JSONDecodeError, opa_errors.PolicyNotFoundError, LookupError, TypeError, AttributeError) as error:
            raise EvaluationError(
                f"{where}: {what}: no answer that can be read: {str(error)[:_LONGEST]}", hint=_UNREACHABLE
            ) from None
        except RequestException as error:
            told = f"did not answer within {self._server.timeout:g} seconds" if _is_late(error) else "does not answer"
            raise EvaluationError(f"{where} {told}: {type(error).__name__}", hint=_UNREACHABLE) from None


_UNREACHABLE = "nothing was approved; see that the server of [engine] url runs, then ask again"


def _client(server: Server) -> Any:
    place = urlsplit(server.url)
    is_secure = place.scheme == "https"
    client: Any = OpaClient(
        host=place.hostname or "",
        port=place.port or (443 if is_secure else 80),
        ssl=is_secure,
        token=server.token,
        timeout=server.timeout,
        retries=0,
    )
    client._session.trust_env = False  # noqa: SLF001 - the client has no option for it
    client._session.hooks["response"].append(_stays)  # noqa: SLF001 - as above
    return client


def _stays(response: Response, *_: object, **__: object) -> None:
    """Let no answer send us to another server."""
    place, target = urlsplit(response.url), urlsplit(response.headers.get("Location", ""))
    if response.is_redirect and target.netloc and target[:2] != place[:2]:
        raise TooManyRedirects("the server sends its callers elsewhere")


def _is_late(error: RequestException) -> bool:
    """Whether an answer was waited for in vain; what the client retries hides it one level deeper."""
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, Timeout) or isinstance(cause, ReadTimeoutError)


def _told(error: HTTPError) -> str:
    """What OPA says of its failure: the message of the first error it names, else that of the whole."""
    response: Any = error.response
    try:
        body: Any = response.json()
        first: Any = (body.get("errors") or [body])[0]
        return str(first.get("message", body.get("message")))[:_LONGEST]
    except (ValueError, AttributeError, TypeError, LookupError):
        return f"answers {response.status_code}"
