"""pyjwkest by itself: shows each cause in conformance/expectations/pyjwkest.toml. Run it where the adapter is set up:

    PYTHONPATH=lib python3 repro.py
"""

import base64
import hashlib
import hmac
import json

from jwkest.jwk import SYMKey
from jwkest.jws import JWS

SECRET = b"a secret of more than thirty-two bytes"
ME = "https://api.example.com"


def token(claims, header=()):
    """`claims` as a dict, or as the exact bytes."""
    if isinstance(claims, dict):
        claims = json.dumps(claims).encode()
    parts = [json.dumps({"alg": "HS256", "typ": "JWT"} | dict(header)).encode(), claims]
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = base64.urlsafe_b64encode(hmac.digest(SECRET, signed, hashlib.sha256)).rstrip(b"=")
    return (signed + b"." + signature).decode()


def verify(text):
    return JWS().verify_compact(text, keys=[SYMKey(key=SECRET.decode())], sigalg="HS256")


def show(cause, expected, claims, header=()):
    """Prints what the library hands over as aud, or the name of the exception, and asserts it."""
    try:
        outcome = verify(token(claims, header))
        if isinstance(outcome, dict):
            outcome = outcome.get("aud")
    except BaseException as error:
        outcome = type(error).__name__
    print(f"{cause}: {outcome!r}")
    assert outcome == expected, (cause, outcome)


show("a string", "https://api.example.com", {"aud": ME})
show("a list", [ME, 1, None], {"aud": [ME, 1, None]})
show("the last of two", "b", b'{"aud":"a","aud":"b"}')
show("no aud", None, {"sub": "s"})
show("the literal NaN, which is no JSON, is taken", "a", b'{"aud":"a","n":NaN}')
show("deep nesting ends in an exception of another kind", "RecursionError", b'{"aud":' + b"[" * 2000 + b"]" * 2000 + b"}")

show("UTF-16 with a byte order mark is decoded", "a", '{"aud":"a"}'.encode("utf-16"))
show("the bytes of a surrogate, which are no UTF-8, are taken", "a", b'{"aud":"a","x":"\xed\xa0\x80"}')
show("claims that are no JSON are handed over as text", "not json", b"not json")
show("claims that are no object are handed over", [1], b"[1]")
