"""IdpyOIDC by itself: shows each cause in conformance/expectations/idpyoidc.toml. Run it where the adapter is set up:

    PYTHONPATH=lib python3 repro.py
"""

import base64
import hashlib
import hmac
import json
import time

from cryptojwt import KeyJar
from idpyoidc.message.oidc import AccessTokenResponse

SECRET = b"a secret of more than thirty-two bytes"
ISSUER = "https://issuer.example"


def token(claims, header=()):
    """`claims` as a dict, or as the exact bytes."""
    if isinstance(claims, dict):
        claims = json.dumps({"iss": ISSUER, "sub": "s", "iat": int(time.time()), "exp": int(time.time()) + 3600} | claims).encode()
    parts = [json.dumps({"alg": "HS256", "typ": "JWT"} | dict(header)).encode(), claims]
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = base64.urlsafe_b64encode(hmac.digest(SECRET, signed, hashlib.sha256)).rstrip(b"=")
    return (signed + b"." + signature).decode()


def verify(text, client_id):
    keys = KeyJar()
    keys.add_symmetric(ISSUER, SECRET.decode())
    response = AccessTokenResponse(access_token="access token", token_type="Bearer", id_token=text)
    response.verify(keyjar=keys, iss=ISSUER, client_id=client_id, allowed_sign_alg="HS256")


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
show("control: another aud", "NotForMe", {"aud": "other"}, "me")
show("another audience beside the right one, whoever it is", "accepted", {"aud": ["me", "evil"], "azp": "me"}, "me")
show("two audiences and no azp (errata set 1)", "VerificationError", {"aud": ["me", "other"]}, "me")
show("a repeated audience and no azp", "VerificationError", {"aud": ["me", "me"]}, "me")
show("azp is another", "NotForMe", {"aud": "me", "azp": "other"}, "me")
show("an azp that is an empty string counts as absent", "accepted", {"aud": "me", "azp": ""}, "me")
show("a token of another issuer", "ValueError", {"aud": "me", "iss": "https://other.example"}, "me")
nan = json.dumps({"iss": ISSUER, "sub": "s", "aud": "me", "iat": int(time.time()), "exp": int(time.time()) + 3600})[:-1] + ',"n":NaN}'
show("the literal NaN, which is no JSON, is taken", "accepted", nan.encode(), "me")
show("the bytes of a surrogate, which are no UTF-8, are taken", "accepted", nan.replace("NaN", '"?"').encode().replace(b"?", b"\xed\xa0\x80"), "me")
show("claims that are no JSON end in an exception of another kind", "TypeError", b"not json", "me")
show("claims that are no object end in an exception of another kind", "TypeError", b"null", "me")
show("an iss that is no string ends in an exception of another kind", "TypeError", {"aud": "me", "iss": ["x"]}, "me")
show("deep nesting ends in an exception of another kind", "RecursionError", b'{"aud":' + b"[" * 2000 + b"]" * 2000 + b"}", "me")

ISSUER = ""
show("an iss that is the empty string counts as absent, even where it is the issuer", "MissingRequiredAttribute", {"aud": "me"}, "me")
