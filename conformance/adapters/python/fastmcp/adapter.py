"""FastMCP: the JWTVerifier of a server that takes tokens of somebody else's authorization server."""

import asyncio
import base64
import functools

from audiometer import accept, reject, serve
from fastmcp.server.auth.providers.jwt import JWTVerifier

loop = asyncio.new_event_loop()


@functools.cache  # a server makes one and keeps it
def verifier(identifiers, issuer, secret):
    audience = identifiers[0] if len(identifiers) == 1 else list(identifiers) or None
    return JWTVerifier(public_key=base64.urlsafe_b64decode(secret + "=="), algorithm="HS256", audience=audience, issuer=issuer)


def verify(token, policy, start):
    jwt = verifier(tuple(policy["identifiers"]), policy["issuer"], start["keys"]["HS256"]["k"])
    access = loop.run_until_complete(jwt.verify_token(token))
    if access is None:
        return reject("None")
    return accept(access.claims.get("aud"))


serve(
    verify,
    name="FastMCP",
    package="fastmcp",
    homepage="https://gofastmcp.com",
    algorithms=["HS256"],
    features=["no-identifiers", "many-identifiers", "aud-required", "issuer", "any-issuer"],
    profiles=["unconfigured", "jwt-bcp", "access-token"],
    notes="JWTVerifier(public_key=, algorithm=, issuer=, audience=).verify_token",
)
