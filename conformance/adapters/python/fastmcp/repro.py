"""FastMCP by itself: shows each cause in conformance/expectations/fastmcp.toml. Run it where the adapter is set up:

    PYTHONPATH=lib python3 repro.py
"""

import asyncio
import base64
import hashlib
import hmac
import json

from fastmcp.server.auth.providers.jwt import JWTVerifier

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


def verify(text, audience=None, issuer=None):
    if asyncio.run(JWTVerifier(public_key=SECRET, algorithm="HS256", audience=audience, issuer=issuer).verify_token(text)) is None:
        raise PermissionError("None")


def show(cause, expected, claims, *arguments, header=()):
    """Prints what happens and asserts it: "accepted", or the name of the exception."""
    try:
        verify(token(claims, header), *arguments)
        outcome = "accepted"
    except BaseException as error:
        outcome = type(error).__name__
    print(f"{cause}: {outcome}")
    assert outcome == expected, (cause, outcome)


show("control: the right aud", "accepted", {"aud": ME}, ME)
show("control: another aud", "PermissionError", {"aud": "https://other.example"}, ME)

show("claims in UTF-16 are decoded as such", "accepted", '{"aud":"https://api.example.com"}'.encode("utf-16-le"), ME)
show("claims in UTF-32 are decoded as such", "accepted", '{"aud":"https://api.example.com"}'.encode("utf-32-le"), ME)
show("the bytes of a surrogate, which are no UTF-8, are taken", "accepted", b'{"aud":"https://api.example.com","x":"\xed\xa0\x80"}', ME)

show("the literal NaN, which is no JSON, is taken", "accepted", b'{"aud":"https://api.example.com","n":NaN}', ME)

show("deep nesting ends in an exception of another kind", "RecursionError", b'{"aud":' + b"[" * 2000 + b"]" * 2000 + b"}", ME)

show("without an audience aud is not looked at", "accepted", {"aud": "https://other.example"})
show("an empty string as the audience turns the check off", "accepted", {"aud": "https://other.example"}, "")
show("so does an empty list", "accepted", {"aud": "https://other.example"}, [])
show("control: another iss", "PermissionError", {"aud": ME, "iss": "https://other.example"}, ME, "https://issuer.example")
show("an empty string as the issuer turns that check off as well", "accepted", {"aud": ME, "iss": "https://other.example"}, ME, "")
