"""No library: whether the string is in the list, and what the canaries demand, a signature."""

import base64
import hashlib
import hmac
import json

from audiometer import accept, reject, serve


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verify(token, policy, start):
    message, _, signature = token.rpartition(".")
    key = decode(start["keys"]["HS256"]["k"])
    if not hmac.compare_digest(hmac.digest(key, message.encode(), hashlib.sha256), decode(signature)):
        return reject("signature", "signature")
    claims = json.loads(decode(message.partition(".")[2]))
    return accept() if claims.get("aud") in policy["identifiers"] else reject("not in the list", "aud-mismatch")


serve(verify, name="membership", package="pip", algorithms=["HS256"], features=["many-identifiers", "aud-required", "any-issuer"])
