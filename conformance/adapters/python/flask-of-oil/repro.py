"""Flask of Oil by itself: shows each cause in conformance/expectations/flask-of-oil.toml. Run it where the adapter is set up:

    PYTHONPATH=lib python3 repro.py
"""

import base64
import importlib.metadata
import json

from Cryptodome.Hash import SHA256
from Cryptodome.PublicKey import RSA
from Cryptodome.Signature import pkcs1_15
from flask_of_oil.jwt_validator import JwtValidator

KEY = RSA.generate(2048)
ME = "https://api.example.com"
BASIC = {"iss": "https://issuer.example", "sub": "s", "iat": 1700000000, "exp": 4102444800}


def token(claims, header=()):
    """`claims` as a dict, or as the exact bytes."""
    if isinstance(claims, dict):
        claims = json.dumps(BASIC | claims).encode()
    parts = [json.dumps({"alg": "RS256", "typ": "JWT"} | dict(header)).encode(), claims]
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = base64.urlsafe_b64encode(pkcs1_15.new(KEY).sign(SHA256.new(signed))).rstrip(b"=")
    return (signed + b"." + signature).decode()


def number(value):
    return base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()


class Local(JwtValidator):
    def get_jwks_data(self):
        return json.dumps({"keys": [{"kty": "RSA", "n": number(KEY.n), "e": number(KEY.e)}]})


def verify(text, audience):
    if not Local("https://issuer.example/jwks", BASIC["iss"], audience).validate(text)["active"]:
        raise PermissionError("not active")


def show(cause, expected, claims, *arguments, header=()):
    """Prints what happens and asserts it: "accepted", or the name of the exception."""
    try:
        verify(token(claims, header), *arguments)
        outcome = "accepted"
    except BaseException as error:
        outcome = type(error).__name__
    print(f"{cause}: {outcome}")
    assert outcome == expected, (cause, outcome)


OLD = importlib.metadata.version("flask-of-oil") < "1.2"

show("control: the right aud", "accepted", {"aud": ME}, ME)
show("control: another aud", "PermissionError", {"aud": "https://other.example"}, ME)

show("claims in UTF-16 are decoded as such", "accepted", json.dumps(BASIC | {"aud": ME}).encode("utf-16-le"), ME)
show("the literal NaN, which is no JSON, is taken", "accepted", (json.dumps(BASIC | {"aud": ME})[:-1] + ',"n":NaN}').encode(), ME)
show("base64url with - or _ in the claims is not decoded: a right token", "PermissionError", {"aud": ME, "x": "???>>>" * 3}, ME)
show("claims without iss end in an exception of another kind", "KeyError", b'{"aud":"x"}', ME)
show("claims that are no object end in an exception of another kind", "TypeError", b"null", ME)
show("up to 1.1 the audience is searched inside a string", "accepted" if OLD else "PermissionError", {"aud": ME + ".evil.example"}, ME)
show("and among the names of an object", "accepted" if OLD else "PermissionError", {"aud": {ME: 1}}, ME)
show("and an aud that is a number ends in an exception of another kind", "TypeError" if OLD else "PermissionError", {"aud": 1}, ME)
