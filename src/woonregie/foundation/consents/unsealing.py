"""Opens a PKCS#12 file in a process of its own; started by `certificates`, file by file.

A file says itself how many rounds of arithmetic its passphrase takes, also in parts that only open
with it, so a made one could keep a server busy for hours. Here it ends with the limit of this
process (docs/adr/0025). Passphrase and file come in by standard input and the key goes out by
standard output: nothing is written on a disk or in an argument that others can list.
"""

import json
import resource
import sys

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

SECONDS = 5
MEMORY = 1024**3
WRONG, NO_KEY = 3, 4


def main() -> None:
    """Write key and certificates as JSON, in hexadecimal."""
    size = int.from_bytes(sys.stdin.buffer.read(4), "big")
    passphrase, file = sys.stdin.buffer.read(size), sys.stdin.buffer.read()
    try:
        found = load_pkcs12(file, passphrase)
    except ValueError:
        sys.exit(WRONG)
    if found.key is None or found.cert is None:
        sys.exit(NO_KEY)
    key = found.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    every = [found.cert, *found.additional_certs]
    chain = [one.certificate.public_bytes(Encoding.DER).hex() for one in every]
    sys.stdout.write(json.dumps({"key": key.hex(), "chain": chain}))


if __name__ == "__main__":
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    main()
