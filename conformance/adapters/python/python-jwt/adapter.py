"""python-jwt: verify_jwt, which checks times and leaves the audience to the application."""

import python_jwt
from audiometer import decoded, reject, serve
from jwcrypto.common import JWException
from jwcrypto.jwk import JWK
from jwcrypto.jws import InvalidJWSSignature


def verify(token, policy, start):
    key = JWK(**start["keys"]["HS256"])
    try:
        # The tokens have no nbf and no jti. So the claims that this function checks are optional.
        _, claims = python_jwt.verify_jwt(token, key, ["HS256"], checks_optional=True)
    except InvalidJWSSignature as error:
        return reject(error, "signature")
    except (python_jwt._JWTError, JWException, ValueError) as error:
        # "raises: If the token failed to verify" names no type; for claims that are no JSON it is json's.
        return reject(error)
    return decoded(claims)


serve(
    verify,
    name="python-jwt",
    package="python-jwt",
    homepage="https://github.com/davedoesdev/python-jwt",
    algorithms=["HS256"],
    features=["many-identifiers", "aud-required", "aud-optional", "any-issuer"],
    kind="decoder",
    notes="verify_jwt(token, key, ['HS256'], checks_optional=True)",
)
