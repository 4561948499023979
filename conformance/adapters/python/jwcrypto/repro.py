"""jwcrypto by itself: shows each cause in conformance/expectations/jwcrypto.toml. Run it where the adapter is set up:

    PYTHONPATH=lib python3 repro.py
"""

import base64
import hashlib
import hmac
import json

from jwcrypto import jwk, jwt

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


KEY = jwk.JWK(kty="oct", k=base64.urlsafe_b64encode(SECRET).decode().rstrip("="))


def verify(text, audience=None):
    jwt.JWT(jwt=text, key=KEY, algs=["HS256"], check_claims={"aud": audience} if audience else None)


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
show("control: another aud", "JWTInvalidClaimValue", {"aud": "https://other.example"}, ME)

show("the literal NaN, which is no JSON, is taken", "accepted", b'{"aud":"https://api.example.com","n":NaN}', ME)

show("deep nesting ends in an exception of another kind", "RecursionError", b'{"aud":' + b"[" * 2000 + b"]" * 2000 + b"}", ME)

show("claims that are no UTF-8 end in an exception of another kind", "UnicodeDecodeError", b'{"aud":"caf\xe9"}', ME)
show("without check_claims aud is not looked at", "accepted", {"aud": "https://other.example"})
show("without check_claims the claims need not be JSON", "accepted", b"not json")
show("nor, where they are, an object", "accepted", b"null")
show("control: with check_claims they need", "JWTInvalidClaimFormat", b"null", ME)
