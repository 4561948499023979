"""google-auth by itself: shows each cause in conformance/expectations/google-auth.toml. Run it where the adapter is set up:

    PYTHONPATH=lib python3 repro.py
"""

import base64
import json

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from google.auth import jwt

KEY = rsa.generate_private_key(65537, 2048)
ME = "https://api.example.com"


def token(claims, header=()):
    """`claims` as a dict, or as the exact bytes."""
    if isinstance(claims, dict):
        claims = json.dumps({"iat": 1700000000, "exp": 4102444800} | claims).encode()
    parts = [json.dumps({"alg": "RS256", "typ": "JWT"} | dict(header)).encode(), claims]
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = base64.urlsafe_b64encode(KEY.sign(signed, padding.PKCS1v15(), SHA256())).rstrip(b"=")
    return (signed + b"." + signature).decode()


PEM = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def verify(text, audience=None):
    jwt.decode(text, certs=PEM, audience=audience)


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
show("control: another aud", "InvalidValue", {"aud": "https://other.example"}, ME)

show("the literal NaN, which is no JSON, is taken", "accepted", b'{"iat":1700000000,"exp":4102444800,"aud":"https://api.example.com","n":NaN}', ME)

show("deep nesting ends in an exception of another kind", "RecursionError", b'{"aud":' + b"[" * 2000 + b"]" * 2000 + b"}", ME)

show("a list never matches, not even a list of one", "InvalidValue", {"aud": [ME]}, ME)
show("nor does it match a list", "InvalidValue", {"aud": [ME]}, [ME])
show("without an audience aud is not looked at", "accepted", {"aud": "https://other.example"})
