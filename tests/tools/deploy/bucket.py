"""In: the address of a bucket of moto's S3 server. Out: a copy of all that stands in it at this moment."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

REGION = "us-east-1"
SIGNED = {  # as far as an S3 server for tests looks
    "Authorization": f"AWS4-HMAC-SHA256 Credential=clinic/20260101/{REGION}/s3/aws4_request, SignedHeaders=host, Signature=0"
}
PATIENCE = 30  # seconds for one answer


def copy_bucket(bucket: str, folder: Path) -> None:
    """folder: made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    listed = _read(f"{bucket}?list-type=2&max-keys=1000").decode()
    assert "<IsTruncated>false" in listed
    for name in re.findall("<Key>([^<]*)</Key>", listed):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_read(f"{bucket}/{name}"))


def _read(address: str) -> bytes:
    """What the server answers; it fails when it lists a bucket that somebody writes to at that moment."""
    for _ in range(5):
        try:
            with urlopen(Request(address, headers=SIGNED), timeout=PATIENCE) as answer:
                return bytes(answer.read())
        except HTTPError as error:
            if error.code != 500:
                raise
        time.sleep(0.2)
    raise AssertionError(f"{address} cannot be read")
