"""auth0-python: TokenVerifier, which verifies ID tokens."""

import base64

from audiometer import accept, reject, serve, unsupported
from auth0.authentication.exceptions import TokenValidationError
from auth0.authentication.token_verifier import SymmetricSignatureVerifier, TokenVerifier


def verify(token, policy, start):
    # The library has one parameter for both, `audience`.
    if policy["identifiers"] != [policy["client_id"]]:
        return unsupported("client-id-apart")
    secret = base64.urlsafe_b64decode(start["keys"]["HS256"]["k"] + "==").decode()
    # The library insists on an issuer.
    issuer = start["issuer"] if policy["issuer"] is None else policy["issuer"]
    verifier = TokenVerifier(SymmetricSignatureVerifier(secret), issuer=issuer, audience=policy["client_id"])
    try:
        return accept(verifier.verify(token).get("aud"))
    except TokenValidationError as error:
        return reject(error, "signature" if "Invalid token signature" in str(error) else None)


serve(
    verify,
    name="auth0-python",
    package="auth0-python",
    homepage="https://github.com/auth0/auth0-python",
    algorithms=["HS256"],
    features=["aud-required", "issuer", "azp-errata1", "azp-errata2", "azp-strict"],
    profiles=["oidc-errata1", "oidc", "oidc-strict"],
    notes="TokenVerifier(signature_verifier=, issuer=, audience=).verify",
)
