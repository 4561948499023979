"""jwt by itself: shows each cause in conformance/expectations/gehirn-jwt.toml. Run it where the adapter is set up:

    PYTHONPATH=lib python3 repro.py
"""

import base64
import hashlib
import hmac
import json

import jwt

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


KEY = jwt.jwk_from_dict({"kty": "oct", "k": base64.urlsafe_b64encode(SECRET).decode().rstrip("=")})


def verify(text):
    return jwt.JWT().decode(text, KEY, algorithms={"HS256"})


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

show("claims that are no JSON", "JWTDecodeError", b"not json")
show("claims that are a list are handed over", [1], b"[1]")
show("claims that are null end in an exception of another kind", "TypeError", b"null")
