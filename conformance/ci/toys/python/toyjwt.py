"""A library for an example: verifies an HS256 token for one of several audiences. It has one mistake, of a kind that people make."""

import base64
import hashlib
import hmac
import json


class Refused(Exception):
    """The token is not accepted."""


def verify(token, key, audiences, issuer=None):
    """The claims of a token that is meant for one of these audiences."""
    try:
        header, payload, signature = token.split(".")
        signed = hmac.new(key, f"{header}.{payload}".encode("ascii"), hashlib.sha256).digest()
        if not hmac.compare_digest(signed, decode(signature)):
            raise Refused("the signature is not right")
        claims = json.loads(decode(payload).decode("utf-8"), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise Refused(f"not a token: {error}") from error
    if not isinstance(claims, dict):
        raise Refused("the claims are no object")
    if issuer is not None and claims.get("iss") != issuer:
        raise Refused("another issuer")
    aud = claims.get("aud")
    if not isinstance(aud, (str, list)):
        raise Refused("no audience")
    if not any(audience in aud for audience in audiences):
        raise Refused("another audience")
    return claims


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def refuse(constant):
    raise ValueError(f"{constant} is no JSON")
