"""auth0-python by itself: shows each cause in conformance/expectations/auth0-python.toml. Run it where the adapter is set up:

    PYTHONPATH=lib python3 repro.py
"""

import base64
import hashlib
import hmac
import json

from auth0.authentication.token_verifier import SymmetricSignatureVerifier, TokenVerifier

SECRET = b"a secret of more than thirty-two bytes"
ISSUER = "https://issuer.example"


def token(claims, header=()):
    """`claims` as a dict, or as the exact bytes."""
    if isinstance(claims, dict):
        claims = json.dumps({"iss": ISSUER, "sub": "s", "iat": 1700000000, "exp": 4102444800} | claims).encode()
    parts = [json.dumps({"alg": "HS256", "typ": "JWT"} | dict(header)).encode(), claims]
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = base64.urlsafe_b64encode(hmac.digest(SECRET, signed, hashlib.sha256)).rstrip(b"=")
    return (signed + b"." + signature).decode()


def verify(text, audience):
    TokenVerifier(SymmetricSignatureVerifier(SECRET.decode()), issuer=ISSUER, audience=audience).verify(text)


def show(cause, expected, claims, *arguments, header=()):
    """Prints what happens and asserts it: "accepted", or the name of the exception."""
    try:
        verify(token(claims, header), *arguments)
        outcome = "accepted"
    except BaseException as error:
        outcome = type(error).__name__
    print(f"{cause}: {outcome}")
    assert outcome == expected, (cause, outcome)


show("control: the right aud", "accepted", {"aud": "me"}, "me")
show("control: another aud", "TokenValidationError", {"aud": "other"}, "me")
show("two audiences and no azp (errata set 1)", "TokenValidationError", {"aud": ["me", "other"]}, "me")
show("a repeated audience and no azp", "TokenValidationError", {"aud": ["me", "me"]}, "me")
show("two audiences and another azp", "TokenValidationError", {"aud": ["me", "other"], "azp": "other"}, "me")
show("one audience: azp is not looked at", "accepted", {"aud": "me", "azp": "other"}, "me")
show("a list of one: azp is not looked at", "accepted", {"aud": ["me"], "azp": "other"}, "me")
whole = json.dumps({"iss": ISSUER, "sub": "s", "iat": 1700000000, "exp": 4102444800, "aud": "me"})
show("claims in UTF-16 are decoded as such", "accepted", whole.encode("utf-16-le"), "me")
show("the literal NaN, which is no JSON, is taken", "accepted", (whole[:-1] + ',"n":NaN}').encode(), "me")
show("the bytes of a surrogate, which are no UTF-8, are taken", "accepted", whole[:-1].encode() + b',"x":"\xed\xa0\x80"}', "me")
show("claims that PyJWT cannot read end in its exception", "DecodeError", b'{"aud":' + b"[" * 2000 + b"]" * 2000 + b"}", "me")
show("a mismatched list with an element that is no string ends in an exception of another kind", "TypeError", {"aud": [1]}, "me")
show("control: a mismatched list of strings", "TokenValidationError", {"aud": ["other"]}, "me")
