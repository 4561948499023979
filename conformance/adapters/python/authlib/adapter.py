"""Authlib: jwt.decode with `claims_options` and claims.validate(); with --code-id-token what its OAuth clients do with an ID token."""

import sys

from audiometer import accept, reject, serve, unsupported
from authlib.common.errors import AuthlibBaseError
from authlib.jose import JsonWebToken
from authlib.oidc.core import CodeIDToken
from joserfc import jwt as joserfc_jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from joserfc.jws import JWSRegistry

OPTIONAL = "--optional" in sys.argv
ID_TOKEN = "--code-id-token" in sys.argv


def verify(token, policy, start):
    identifiers = policy["identifiers"]
    options = {}
    if not OPTIONAL and (identifiers or policy["presence"] == "required"):
        options["aud"] = {"essential": True}
    if len(identifiers) == 1:
        options.setdefault("aud", {})["value"] = identifiers[0]
    elif identifiers:
        options.setdefault("aud", {})["values"] = identifiers
    if policy["issuer"] is not None:
        options["iss"] = {"essential": True, "value": policy["issuer"]}
    try:
        claims = JsonWebToken(["HS256"]).decode(token, start["keys"]["HS256"], claims_options=options)
        claims.validate()
    except AuthlibBaseError as error:
        return reject(error, "signature" if error.error == "bad_signature" else None)
    return accept(claims.get("aud"))


def verify_id_token(token, policy, start):
    # The class has one parameter for both, `client_id`.
    if policy["identifiers"] != [policy["client_id"]]:
        return unsupported("client-id-apart")
    # As OpenIDMixin.parse_id_token calls it: the issuer, where the metadata have one, as an option, the client id as a parameter.
    options = {"iss": {"values": [policy["issuer"]]}} if policy["issuer"] is not None else None
    key = OctKey.import_key(start["keys"]["HS256"])
    try:
        decoded = joserfc_jwt.decode(token, key, registry=JWSRegistry(algorithms=["HS256"], strict_check_header=False))
        claims = CodeIDToken(decoded.claims, decoded.header, options, {"client_id": policy["client_id"]})
        claims.validate()
    except JoseError as error:
        return reject(error, "signature" if error.error == "bad_signature" else None)
    return accept(claims.get("aud"))


description = {"name": "Authlib", "package": "Authlib", "homepage": "https://docs.authlib.org/", "algorithms": ["HS256"]}
if ID_TOKEN:
    serve(
        verify_id_token,
        features=["aud-required", "issuer", "any-issuer", "azp-errata1", "azp-errata2", "azp-strict"],
        profiles=["oidc-errata1", "oidc", "oidc-strict"],
        notes="CodeIDToken with client_id and an iss option, as OpenIDMixin.parse_id_token calls it",
        **description,
    )
else:
    serve(
        verify,
        features=["no-identifiers", "many-identifiers", "issuer", "any-issuer", "aud-optional" if OPTIONAL else "aud-required"],
        notes="claims_options={'aud': {'value': ...}}" if OPTIONAL else "claims_options={'aud': {'essential': True, 'value': ...}}",
        **description,
    )
