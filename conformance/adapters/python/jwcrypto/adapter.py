"""jwcrypto: jwt.JWT with `check_claims`."""

from audiometer import accept, reject, serve
from jwcrypto import jwk, jwt
from jwcrypto.common import JWException
from jwcrypto.jws import InvalidJWSSignature


# Their common base is newer than they are.
REFUSED = (JWException, jwt.JWTMissingClaim, jwt.JWTInvalidClaimValue, jwt.JWTInvalidClaimFormat, jwt.JWTExpired, jwt.JWTNotYetValid)


def verify(token, policy, start):
    identifiers = policy["identifiers"]
    check = {}
    if len(identifiers) == 1:
        check["aud"] = identifiers[0]
    elif identifiers:
        check["aud"] = identifiers
    elif policy["presence"] == "required":
        # "None" as the value asks for the claim and takes any value of it.
        check["aud"] = None
    if policy["issuer"] is not None:
        check["iss"] = policy["issuer"]
    key = jwk.JWK(**start["keys"]["HS256"])
    try:
        jwt.JWT(jwt=token, key=key, algs=["HS256"], check_claims=check or None)
    except InvalidJWSSignature as error:
        return reject(error, "signature")
    except REFUSED as error:
        return reject(error)
    return accept()


serve(
    verify,
    name="jwcrypto",
    package="jwcrypto",
    homepage="https://jwcrypto.readthedocs.io",
    algorithms=["HS256"],
    features=["no-identifiers", "many-identifiers", "aud-required", "issuer", "any-issuer"],
    notes="check_claims={'aud': ...}, a list where there are several identifiers",
)
