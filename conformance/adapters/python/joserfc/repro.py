"""joserfc by itself: shows each cause in conformance/expectations/joserfc.toml. Run it where the adapter is set up:

    PYTHONPATH=lib python3 repro.py
"""

import base64
import hashlib
import hmac
import json

from joserfc import jwt
from joserfc.jwk import OctKey
from joserfc.jwt import JWTClaimsRegistry

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


def verify(text, audience=None, essential=True, iss=None):
    requests = {} if audience is None else {"aud": {"essential": essential, "value": audience}}
    if iss is not None:
        requests["iss"] = iss
    decoded = jwt.decode(text, OctKey.import_key(SECRET), algorithms=["HS256"])
    JWTClaimsRegistry(**requests).validate(decoded.claims)


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

show("claims in UTF-16 are decoded as such", "accepted", '{"aud":"https://api.example.com"}'.encode("utf-16-le"), ME)
show("claims in UTF-32 are decoded as such", "accepted", '{"aud":"https://api.example.com"}'.encode("utf-32-le"), ME)
show("the bytes of a surrogate, which are no UTF-8, are taken", "accepted", b'{"aud":"https://api.example.com","x":"\xed\xa0\x80"}', ME)

show("the literal NaN, which is no JSON, is taken", "accepted", b'{"aud":"https://api.example.com","n":NaN}', ME)

show("deep nesting ends in an exception of another kind", "RecursionError", b'{"aud":' + b"[" * 2000 + b"]" * 2000 + b"}", ME)

show("a member of the header that is not registered is refused", "UnsupportedHeaderError", {"aud": ME}, ME, header={"aud": ME})
show("a claim is not looked at unless it is asked for: another's aud", "accepted", {"aud": "https://other.example"})
show("without essential a token without aud passes", "accepted", {"sub": "s"}, ME, False)
empty = {"essential": True, "value": ""}
show("an iss that is the empty string, where that is the expected one", "InvalidClaimError", {"aud": ME, "iss": ""}, ME, True, empty)
show("the same with allow_blank", "accepted", {"aud": ME, "iss": ""}, ME, True, empty | {"allow_blank": True})
