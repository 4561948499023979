"""idpyoidc: an AccessTokenResponse with an ID token, verified as its relying party does it."""

from audiometer import accept, reject, serve, unsupported
from cryptojwt import KeyJar
from cryptojwt.exception import JWKESTException
from idpyoidc.exception import OidcMsgError
from idpyoidc.message.oidc import AccessTokenResponse, verified_claim_name


def verify(token, policy, start):
    # The library has one parameter for both, `client_id`.
    if policy["identifiers"] != [policy["client_id"]]:
        return unsupported("client-id-apart")
    # Keys are found by the issuer of the token. So there is no way not to look at it.
    issuer = start["issuer"] if policy["issuer"] is None else policy["issuer"]
    keys = KeyJar()
    keys.import_jwks({"keys": [start["keys"]["HS256"]]}, issuer)
    response = AccessTokenResponse(access_token="access token", token_type="Bearer", id_token=token)
    try:
        response.verify(keyjar=keys, iss=issuer, client_id=policy["client_id"], allowed_sign_alg="HS256")
    except (OidcMsgError, JWKESTException) as error:
        return reject(error)
    except ValueError as error:
        # The library itself raises this type for a value that it refuses ("Unknown issuer"); its subclasses come from elsewhere.
        if type(error) is not ValueError:
            raise
        return reject(error)
    return accept(response[verified_claim_name("id_token")].get("aud"))


serve(
    verify,
    name="IdpyOIDC",
    package="idpyoidc",
    homepage="https://idpy-oidc.readthedocs.io",
    algorithms=["HS256"],
    features=["aud-required", "issuer", "azp-errata1", "azp-errata2", "azp-strict"],
    profiles=["oidc-errata1", "oidc", "oidc-strict"],
    lifetime="fresh",  # "Issued too long ago" after four hours
    notes="AccessTokenResponse(id_token=...).verify(keyjar=, iss=, client_id=)",
)
