"""PyJWT: jwt.decode with `audience`, as docs/usage.rst shows it."""

import sys

import jwt
from audiometer import accept, reject, serve

STRICT = "--strict-aud" in sys.argv

REASONS = {
    jwt.InvalidAudienceError: "aud-mismatch",
    jwt.InvalidIssuerError: "iss-mismatch",
    jwt.InvalidSignatureError: "signature",
}


def verify(token, policy, start):
    identifiers = policy["identifiers"]
    arguments = {}
    options = {}
    if STRICT:
        options["strict_aud"] = True
        # "the supplied audience must be a string" in this mode, so `many-identifiers` is not declared.
        arguments["audience"] = identifiers[0]
    elif identifiers:
        arguments["audience"] = identifiers
    # A configured audience makes `aud` required by itself; this is for a recipient that has configured none.
    if policy["presence"] == "required":
        options["require"] = ["aud"]
    if policy["issuer"] is not None:
        arguments["issuer"] = policy["issuer"]
    key = jwt.PyJWK(start["keys"]["HS256"]).key
    try:
        claims = jwt.decode(token, key, algorithms=["HS256"], options=options, **arguments)
    except jwt.MissingRequiredClaimError as error:
        return reject(error, f"{error.claim}-missing")
    except jwt.InvalidTokenError as error:
        return reject(error, REASONS.get(type(error)))
    return accept(claims.get("aud"))


description = {
    "name": "PyJWT",
    "package": "PyJWT",
    "homepage": "https://pyjwt.readthedocs.io",
    "algorithms": ["HS256"],
}
if STRICT:
    serve(
        verify,
        features=["aud-required", "shape-string", "extras-none", "issuer", "any-issuer"],
        profiles=["client-assertion-fapi2", "key-binding"],
        notes="audience=, options={'strict_aud': True}",
        **description,
    )
else:
    serve(
        verify,
        features=["no-identifiers", "many-identifiers", "aud-required", "issuer", "any-issuer"],
        notes="audience=[...], options={'require': ['aud']} where the policy requires it",
        **description,
    )
