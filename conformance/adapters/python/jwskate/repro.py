"""jwskate by itself: shows each cause in conformance/expectations/jwskate.toml. Run it where the adapter is set up:

    PYTHONPATH=lib python3 repro.py
"""

import base64
import hashlib
import hmac
import json

from jwskate import Jwk, SignedJwt

SECRET = b"a secret of more than thirty-two bytes"
ME = "https://api.example.com"


def token(claims, header=()):
    """`claims` as a dict, or as the exact bytes."""
    if isinstance(claims, dict):
        claims = json.dumps({"exp": 4102444800} | claims).encode()
    parts = [json.dumps({"alg": "HS256", "typ": "JWT"} | dict(header)).encode(), claims]
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = base64.urlsafe_b64encode(hmac.digest(SECRET, signed, hashlib.sha256)).rstrip(b"=")
    return (signed + b"." + signature).decode()


KEY = Jwk({"kty": "oct", "k": base64.urlsafe_b64encode(SECRET).decode().rstrip("=")})


def verify(text, audience=None, issuer=None):
    SignedJwt(text, max_size=0).validate(KEY, alg="HS256", audience=audience, issuer=issuer)


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
show("control: another aud", "InvalidClaim", {"aud": "https://other.example"}, ME)

show("claims in UTF-16 are decoded as such", "accepted", '{"exp":4102444800,"aud":"https://api.example.com"}'.encode("utf-16-le"), ME)
show("claims in UTF-32 are decoded as such", "accepted", '{"exp":4102444800,"aud":"https://api.example.com"}'.encode("utf-32-le"), ME)
show("the bytes of a surrogate, which are no UTF-8, are taken", "accepted", b'{"exp":4102444800,"aud":"https://api.example.com","x":"\xed\xa0\x80"}', ME)

show("the literal NaN, which is no JSON, is taken", "accepted", b'{"exp":4102444800,"aud":"https://api.example.com","n":NaN}', ME)

show("deep nesting ends in an exception of another kind", "RecursionError", b'{"aud":' + b"[" * 2000 + b"]" * 2000 + b"}", ME)

for aud in (123, True, {}, {ME: 1}):
    show(f"aud {aud!r} ends in an exception of another kind", "AttributeError", {"aud": aud}, ME)
show("an iss that is no string ends in an exception of another kind", "AttributeError", {"aud": ME, "iss": [ME]}, ME, ME)
show("claims that are no object end in an exception of another kind", "AttributeError", b"null", ME)
show("without an audience aud is not looked at", "accepted", {"aud": "https://other.example"})
