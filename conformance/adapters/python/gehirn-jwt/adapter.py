"""jwt: JWT().decode, which checks exp and nbf and leaves the audience to the application."""

import jwt
from audiometer import decoded, reject, serve
from jwt.exceptions import JWTDecodeError


def verify(token, policy, start):
    key = jwt.jwk_from_dict(start["keys"]["HS256"])
    try:
        return decoded(jwt.JWT().decode(token, key, algorithms={"HS256"}))
    except JWTDecodeError as error:
        return reject(f"{type(error).__name__}: {error} ({error.__cause__!r})")


serve(
    verify,
    name="jwt",
    package="jwt",
    homepage="https://github.com/GehirnInc/python-jwt",
    algorithms=["HS256"],
    features=["many-identifiers", "aud-required", "aud-optional", "any-issuer"],
    kind="decoder",
    notes="jwt.JWT().decode(token, key, algorithms={'HS256'})",
)
