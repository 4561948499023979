"""Flask-JWT-Extended by itself: shows each cause in conformance/expectations/flask-jwt-extended.toml. Run it where the adapter is set up:

    PYTHONPATH=lib python3 repro.py
"""

import base64
import hashlib
import hmac
import json

import flask
from flask_jwt_extended import JWTManager, decode_token

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


def verify(text, audience=None):
    app = flask.Flask("repro")
    app.config |= {"JWT_SECRET_KEY": SECRET, "JWT_DECODE_AUDIENCE": audience}
    JWTManager(app)
    with app.app_context():
        decode_token(text)


def show(cause, expected, claims, *arguments, header=()):
    """Prints what happens and asserts it: "accepted", or the name of the exception."""
    try:
        verify(token(claims, header), *arguments)
        outcome = "accepted"
    except BaseException as error:
        outcome = type(error).__name__
    print(f"{cause}: {outcome}")
    assert outcome == expected, (cause, outcome)


show("control: the right aud", "accepted", {"sub": "s", "aud": ME}, ME)
show("control: another aud", "InvalidAudienceError", {"sub": "s", "aud": "https://other.example"}, ME)

show("claims in UTF-16 are decoded as such", "accepted", '{"sub":"s","aud":"https://api.example.com"}'.encode("utf-16-le"), ME)
show("claims in UTF-32 are decoded as such", "accepted", '{"sub":"s","aud":"https://api.example.com"}'.encode("utf-32-le"), ME)
show("the bytes of a surrogate, which are no UTF-8, are taken", "accepted", b'{"sub":"s","aud":"https://api.example.com","x":"\xed\xa0\x80"}', ME)

show("the literal NaN, which is no JSON, is taken", "accepted", b'{"sub":"s","aud":"https://api.example.com","n":NaN}', ME)

show("without JWT_DECODE_AUDIENCE aud is not looked at", "accepted", {"sub": "s", "aud": "https://other.example"})
