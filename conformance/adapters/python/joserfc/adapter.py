"""joserfc: jwt.decode, then JWTClaimsRegistry.validate, as the guide "JSON Web Token" shows it."""

import sys

from audiometer import accept, reject, serve
from joserfc import jwt
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import OctKey
from joserfc.jwt import JWTClaimsRegistry

ESSENTIAL = "--optional" not in sys.argv


def verify(token, policy, start):
    identifiers = policy["identifiers"]
    requests = {}
    if ESSENTIAL and (identifiers or policy["presence"] == "required"):
        requests["aud"] = {"essential": True}
    if len(identifiers) == 1:
        requests.setdefault("aud", {})["value"] = identifiers[0]
    elif identifiers:
        requests.setdefault("aud", {})["values"] = identifiers
    if policy["issuer"] is not None:
        requests["iss"] = {"essential": True, "value": policy["issuer"]}
    key = OctKey.import_key(start["keys"]["HS256"])
    try:
        decoded = jwt.decode(token, key, algorithms=["HS256"])
        JWTClaimsRegistry(**requests).validate(decoded.claims)
    except BadSignatureError as error:
        return reject(error, "signature")
    except JoseError as error:
        return reject(error)
    return accept(decoded.claims.get("aud"))


serve(
    verify,
    name="joserfc",
    package="joserfc",
    homepage="https://jose.authlib.org/",
    algorithms=["HS256"],
    features=["no-identifiers", "many-identifiers", "issuer", "any-issuer", "aud-required" if ESSENTIAL else "aud-optional"],
    notes="aud={'essential': True, 'value': ...}" if ESSENTIAL else "aud={'value': ...}, without essential",
)
