"""A bundle behind a URL.

The certificate is checked, a proxy that the environment names is used, and neither ``.netrc`` nor cookies come into
play. A redirect may lead to another host, never to another scheme.
"""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import HTTPError, SSLError

from mlgate.errors import FetchError, UsageError
from mlgate.policy.origin import address
from mlgate.policy.origin.address import Url, is_loopback
from mlgate.policy.origin.fetching import AGAIN, Patience, TransientError, collected, patiently

_PIECE = 1 << 16
_MOST_REDIRECTS = 5
_BUSY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})
_HEADERS = {"Accept": "application/gzip, application/octet-stream, */*;q=0.1", "Accept-Encoding": "identity"}


def fetch(place: Url, patience: Patience = Patience()) -> bytes:  # noqa: B008 - a tuple
    """The bytes behind the URL; raises FetchError for no answer, a refusal, or too much."""
    return patiently(lambda until: _attempt(place, patience, until), patience)


def _attempt(place: Url, patience: Patience, until: float) -> bytes:
    at = place
    for _ in range(_MOST_REDIRECTS + 1):
        try:
            answer = _ask(at, patience)
            with answer:
                if target := answer.get_redirect_location():
                    at = _redirected(at, target, place)
                    continue
                _accept(answer.status, place)
                return collected(_pieces(answer), place.name, until)
        except SSLError as error:
            hint = "SSL_CERT_FILE names the certificates that this machine trusts"
            raise FetchError(f"{place.name}: {_reason(error)}", hint=hint) from error
        except HTTPError as error:
            raise TransientError(f"{place.name}: {_reason(error)}", hint=AGAIN) from error
    raise FetchError(f"{place.name}: redirected more than {_MOST_REDIRECTS} times", hint="name the last address")


def _ask(place: Url, patience: Patience) -> urllib3.BaseHTTPResponse:
    timeout = urllib3.Timeout(connect=patience.connect, read=patience.read)
    return _pool(place).request(
        "GET", place.url, headers=_HEADERS, timeout=timeout, retries=False, redirect=False, preload_content=False
    )


def _pool(place: Url) -> urllib3.PoolManager:
    """Straight to this machine; else as the environment says."""
    parts = urlsplit(place.url)
    host = parts.hostname or ""
    proxy = None if is_loopback(host) or proxy_bypass(host) else getproxies().get(parts.scheme)
    return urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()


def _redirected(at: Url, target: object, first: Url) -> Url:
    try:
        next_ = address.url(urljoin(at.url, str(target)))
    except UsageError as error:
        raise FetchError(f"{first.name}: redirected to where no bundle comes from: {error.message}") from None
    if urlsplit(next_.url).scheme != urlsplit(first.url).scheme:
        raise FetchError(f"{first.name}: redirected to another scheme, {next_.name}", hint="name the last address")
    return next_


def _accept(status: int, place: Url) -> None:
    """Pass over 200; whether to ask again depends on who is at fault."""
    if status == HTTPStatus.OK:
        return
    said = f"{place.name}: the server answers {status}"
    if status in _BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise TransientError(said, hint=AGAIN)
    raise FetchError(said, hint="check the address, and that this machine may read it")


def _pieces(answer: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    while piece := answer.read1(_PIECE, decode_content=False):
        yield piece


def _reason(error: HTTPError) -> str:
    """The cause in one line, without the objects that urllib3 shows."""
    text = str(error).rpartition("): ")[2] or type(error).__name__
    return " ".join(text.split())[:200]
