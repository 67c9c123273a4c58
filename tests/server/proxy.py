"""A real nginx with TLS in front of a room, configured as docs/hosting.md has it."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from attrs import frozen

from game.server.public import PublicUrl
from tests.shared import free_port


NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
DOCS = Path(__file__).parents[2] / "docs" / "hosting.md"
MAIN = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""


@frozen
class Proxy:
    """A running proxy: its *port*, the *public* URL of the room, and TLS that trusts it."""

    port: int
    public: PublicUrl
    tls: ssl.SSLContext


def documented_site() -> str:
    """Return the nginx site in docs/hosting.md."""
    match = re.search(r"<!-- nginx -->\n```nginx\n(.*?)```", DOCS.read_text(), re.S)
    assert match is not None
    return match[1]


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for 127.0.0.1 and its key."""
    at = folder / "workshop.pem", folder / "workshop.key"
    names = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    out = ("-out", str(at[0]), "-keyout", str(at[1]))
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*command, *names, *out], check=True, capture_output=True)
    return at


@asynccontextmanager
async def proxy(folder: Path, room_port: int) -> AsyncIterator[Proxy]:
    """Run nginx in *folder* before a room on *room_port*, as its room 07."""
    port = free_port()
    pem, key = certificate(folder)
    site = documented_site()
    for was, now in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/etc/ssl/workshop.pem", str(pem)),
        ("/etc/ssl/workshop.key", str(key)),
        ("workshop.example.org", "127.0.0.1"),
        ("127.0.0.1:81$room", f"127.0.0.1:{room_port}"),
    ):
        assert was in site, was
        site = site.replace(was, now)
    config = folder / "nginx.conf"
    config.write_text(MAIN.format(folder=folder, site=site))
    process = await asyncio.create_subprocess_exec(
        NGINX, "-p", str(folder), "-c", str(config), "-e", "stderr", stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(20):
            while not await _listens(port):
                assert process.returncode is None, await process.communicate()
        tls = ssl.create_default_context(cafile=str(pem))
        yield Proxy(port, PublicUrl("https", f"127.0.0.1:{port}", "/room-07"), tls)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(probe, ("127.0.0.1", port))
        except OSError:
            await asyncio.sleep(0.02)
            return False
    return True
