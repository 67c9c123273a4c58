"""The address of a room behind a reverse proxy or tunnel, and the proxies it trusts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from attrs import evolve, frozen
from yarl import URL

from game.core.failure import Failure


Network = IPv4Network | IPv6Network

FORWARDED = "X-Forwarded-For"

_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_WITH_PORT = re.compile(r"\[(?P<v6>[^\]]+)\](:\d+)?|(?P<v4>[\d.]+):\d+")


@frozen
class PublicUrl:
    """
    The URL under which a proxy or tunnel serves a room.

    *authority* is the host in lower case, with the port unless it is the scheme's own; *prefix*
    is the path without its last slash, empty at the top.
    """

    scheme: str
    authority: str
    prefix: str = ""

    @property
    def origin(self) -> str:
        """The scheme and host, as browsers send them in the Origin header."""
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        """Return the URL without its last slash."""
        return f"{self.origin}{self.prefix}"

    def join_url(self, secret: str) -> str:
        """Return the URL that *secret* joins by; in capitals, unless a path forbids it."""
        return f"{self.origin.upper()}{self.prefix}/{secret.upper()}"


def read_public_url(text: str) -> PublicUrl | Failure:
    """Return the URL in *text*, or why it cannot be one."""
    failure = Failure(
        code="no-url",
        message="The public URL cannot be used",
        help="it looks like https://workshop.example.org or https://example.org/room-7",
    )
    try:
        url = URL(text)
        host, port = url.raw_host, url.port
    except ValueError:
        return failure
    prefix = url.raw_path.rstrip("/")
    extra = url.user or url.password or url.raw_query_string or url.raw_fragment
    if url.scheme not in ("http", "https") or not host or " " in host or extra:
        return failure
    if not _PREFIX.fullmatch(prefix):
        return failure
    name = f"[{host}]" if ":" in host else host.lower()
    return PublicUrl(url.scheme, name if url.is_default_port() else f"{name}:{port}", prefix)


def console_url(address: str) -> str:
    """Return the base URL of the room at *address*, given with or without a scheme."""
    scheme, separator, rest = address.rpartition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower() if separator else 'http'}://{host.lower()}{slash}{path}"


def read_network(text: str) -> Network | Failure:
    """Return the address or network in *text*, such as ``127.0.0.1`` or ``172.18.0.0/16``."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return Failure(
            code="no-address",
            message="The proxy to trust needs an IP address",
            help="give the address that its requests come from, such as 127.0.0.1",
        )


def client_address(peer: str, forwarded: str, trusted: Iterable[Network]) -> str:
    """
    Return the address of the client of a request that came from *peer*.

    *forwarded* lists the senders, nearest last, and is believed only as far as each of them is
    one of *trusted*; an entry that is no address ends it.
    """
    networks, client = tuple(trusted), peer
    entries = [part.strip() for part in forwarded.split(",") if part.strip()]
    while entries and is_trusted(client, networks):
        named = _address(entries.pop())
        if named is None:
            break
        client = named
    return client


def comes_from(request: web.Request, networks: Iterable[Network]) -> bool:
    """Return whether the connection of *request* comes from one of *networks*."""
    peer = request.transport.get_extra_info("peername") if request.transport else None
    return isinstance(peer, tuple) and is_trusted(peer[0], networks)


def is_forwarded(request: web.Request, networks: Iterable[Network]) -> bool:
    """Return whether a proxy in one of *networks* passed *request* on and names its sender."""
    return FORWARDED in request.headers and comes_from(request, networks)


def is_trusted(address: str, networks: Iterable[Network]) -> bool:
    """Return whether *address* is in one of *networks*."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return any(parsed in network for network in networks)


def _address(entry: str) -> str | None:
    """Return the address in an entry, which may have a port; None if there is none."""
    match = _WITH_PORT.fullmatch(entry)
    text = entry if match is None else match["v6"] or match["v4"]
    try:
        return str(ip_address(text))
    except ValueError:
        return None


def behind_proxy(public: PublicUrl | None, trusted: Collection[Network]) -> Middleware:
    """
    Give each request the address of its client, and bind cookies to the public URL.

    Cookies of a request by the public URL, or passed on by a trusted proxy, have its path, and
    are secure if it is ``https``. To be the first middleware, since a request cannot be changed
    once its body is read.
    """

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        peer = request.remote or ""
        client = client_address(peer, ",".join(request.headers.getall(FORWARDED, ())), trusted)
        response = await handler(request if client == peer else request.clone(remote=client))
        named = public is not None and request.headers.get("Host", "").lower() == public.authority
        if public is not None and (named or is_forwarded(request, trusted)):
            for morsel in response.cookies.values():
                morsel["path"] = f"{public.prefix}/"
                morsel["secure"] = public.scheme == "https"
        return response

    return middleware


def with_prefix(routes: Iterable[web.RouteDef], public: PublicUrl | None) -> list[web.RouteDef]:
    """Return *routes*, also below the path of *public*, for proxies that leave it in place."""
    plain = [*routes]
    if public is None or not public.prefix:
        return plain

    async def add_slash(_: web.Request) -> web.Response:
        return web.Response(status=308, headers={"Location": f"{public.prefix}/"})

    below = [evolve(route, path=f"{public.prefix}{route.path}") for route in plain]
    return [web.get(public.prefix, add_slash), *below, *plain]
