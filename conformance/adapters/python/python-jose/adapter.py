"""python-jose: jose.jwt.decode with `audience`."""

import sys

from audiometer import accept, reject, serve
from jose import jwt
from jose.exceptions import JWTClaimsError, JWTError

REQUIRE = "--require-aud" in sys.argv


def verify(token, policy, start):
    arguments = {}
    options = {}
    # The documentation has one string, so `many-identifiers` is not declared.
    if policy["identifiers"]:
        arguments["audience"] = policy["identifiers"][0]
    if policy["issuer"] is not None:
        arguments["issuer"] = policy["issuer"]
    if REQUIRE:
        options["require_aud"] = True
    try:
        claims = jwt.decode(token, start["keys"]["HS256"], algorithms=["HS256"], options=options, **arguments)
    except JWTClaimsError as error:
        return reject(error)
    except JWTError as error:
        return reject(error, "signature" if "Signature verification failed" in str(error) else None)
    return accept(claims.get("aud"))


serve(
    verify,
    name="python-jose",
    package="python-jose",
    homepage="https://python-jose.readthedocs.io",
    algorithms=["HS256"],
    features=["issuer", "any-issuer"] + (["aud-required"] if REQUIRE else ["aud-optional", "no-identifiers"]),
    notes="audience=, options={'require_aud': True}" if REQUIRE else "audience=",
)
