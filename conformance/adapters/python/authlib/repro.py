"""Authlib by itself: shows each cause in conformance/expectations/authlib.toml. Run it where the adapter is set up:

    PYTHONPATH=lib python3 repro.py
"""

import base64
import hashlib
import hmac
import json

from authlib.jose import JsonWebToken
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import OctKey

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


def verify(text, audience=None, essential=True, issuer=None):
    options = {} if audience is None else {"aud": {"essential": essential, "value": audience}}
    if issuer is not None:
        options["iss"] = {"essential": True, "value": issuer}
    JsonWebToken(["HS256"]).decode(text, SECRET, claims_options=options).validate()


def verify_id_token(text, client_id, options=None):
    decoded = jwt.decode(text, OctKey.import_key(SECRET), algorithms=["HS256"])
    CodeIDToken(decoded.claims, decoded.header, options, {"client_id": client_id}).validate()


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
show("control: another aud", "InvalidClaimError", {"aud": "https://other.example"}, ME)

show("the literal NaN, which is no JSON, is taken", "accepted", b'{"aud":"https://api.example.com","n":NaN}', ME)

show("deep nesting ends in an exception of another kind", "RecursionError", b'{"aud":' + b"[" * 2000 + b"]" * 2000 + b"}", ME)

show("a claim is not looked at unless it is asked for: another's aud", "accepted", {"aud": "https://other.example"})
show("an empty string as the value turns the check off", "accepted", {"aud": "https://other.example"}, "")
for aud in (None, [], "", 0, False, {}):
    show(f"without essential, aud {aud!r} counts as absent", "accepted", {"aud": aud}, ME, False)
    show(f"with essential, aud {aud!r}", "InvalidClaimError", {"aud": aud}, ME)
show("control: another iss", "InvalidClaimError", {"aud": ME, "iss": "https://other.example"}, ME, True, "https://issuer.example")
show("an empty string as the value compares iss with nothing", "accepted", {"aud": ME, "iss": "https://other.example"}, ME, True, "")
show("control: it has to be there", "MissingClaimError", {"aud": ME}, ME, True, "")
show("but what is essential may not be the empty string", "InvalidClaimError", {"aud": ME, "iss": ""}, ME, True, "")

print("CodeIDToken:")
verify = verify_id_token
basic = {"iss": "https://issuer.example", "sub": "s", "iat": 1700000000, "exp": 4102444800}
show("control: the right aud", "accepted", basic | {"aud": "me"}, "me")
show("control: another aud", "MissingClaimError", basic | {"aud": "other"}, "me")
show("azp makes up for another aud", "accepted", basic | {"aud": "other", "azp": "me"}, "me")
show("azp makes up for several others", "accepted", basic | {"aud": ["a", "b"], "azp": "me"}, "me")
show("an empty list is not compared with the client id", "accepted", basic | {"aud": []}, "me")
show("an empty string is not compared with the client id", "accepted", basic | {"aud": ""}, "me")
show("an azp that is null, with one audience", "accepted", basic | {"aud": "me", "azp": None}, "me")
show("two audiences and no azp", "MissingClaimError", basic | {"aud": ["me", "other"]}, "me")
show("an empty client id turns both checks off", "accepted", basic | {"aud": "other"}, "")
empty = basic | {"aud": "me", "iss": ""}
show("an iss that is the empty string, where that is the expected one", "InvalidClaimError", empty, "me", {"iss": {"values": [""]}})
show("the same with allow_blank", "accepted", empty, "me", {"iss": {"values": [""], "allow_blank": True}})
