"""google-auth: google.auth.jwt.decode with `audience` and a public key in PEM."""

import base64

import google.auth.jwt
from audiometer import accept, reject, serve
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from google.auth.exceptions import GoogleAuthError


def pem(jwk):
    """The library takes no JWKs. So its key is written as it wants it."""
    modulus, exponent = (int.from_bytes(base64.urlsafe_b64decode(jwk[name] + "=="), "big") for name in ("n", "e"))
    key = RSAPublicNumbers(exponent, modulus).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def verify(token, policy, start):
    # A string for one and a list for several; None is "not verified".
    audience = policy["identifiers"] or None
    if audience and len(audience) == 1:
        audience = audience[0]
    try:
        claims = google.auth.jwt.decode(token, certs=pem(start["keys"]["RS256"]), audience=audience)
    except GoogleAuthError as error:
        return reject(error, "signature" if "Could not verify token signature" in str(error) else None)
    return accept(claims.get("aud"))


serve(
    verify,
    name="google-auth",
    package="google-auth",
    homepage="https://googleapis.dev/python/google-auth/latest/",
    algorithms=["RS256"],
    features=["no-identifiers", "many-identifiers", "aud-required", "any-issuer"],
    notes="google.auth.jwt.decode(token, certs=pem, audience=...)",
)
