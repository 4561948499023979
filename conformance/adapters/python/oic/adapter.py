"""pyoidc: an AccessTokenResponse with an ID token, verified as oic.oic.Client does it."""

from audiometer import accept, reject, serve, unsupported
from jwkest import JWKESTException
from oic.exception import PyoidcError
from oic.oic.message import AccessTokenResponse
from oic.utils.keyio import KeyBundle, KeyJar


def verify(token, policy, start):
    # The library has one parameter for both, `client_id`.
    if policy["identifiers"] != [policy["client_id"]]:
        return unsupported("client-id-apart")
    bundle = KeyBundle([start["keys"]["HS256"]])
    arguments = {"client_id": policy["client_id"], "algs": {"sign": "HS256"}}
    if policy["issuer"] is None:
        # Keys of a `keyjar` are found by the issuer of the token; `key` are keys of any issuer.
        arguments["key"] = bundle.keys()
    else:
        keys = KeyJar()
        keys[policy["issuer"]] = [bundle]
        arguments |= {"keyjar": keys, "iss": policy["issuer"]}
    response = AccessTokenResponse(access_token="access token", token_type="Bearer", id_token=token)
    try:
        response.verify(**arguments)
    except (PyoidcError, JWKESTException) as error:
        return reject(error)
    except ValueError as error:
        # The library itself raises this type for a value that it refuses ("Unknown issuer"); its subclasses come from elsewhere.
        if type(error) is not ValueError:
            raise
        return reject(error)
    return accept(response["id_token"].get("aud"))


serve(
    verify,
    name="pyoidc",
    package="oic",
    homepage="https://pyoidc.readthedocs.io",
    algorithms=["HS256"],
    features=["aud-required", "issuer", "any-issuer", "azp-errata1", "azp-errata2", "azp-strict"],
    profiles=["oidc-errata1", "oidc", "oidc-strict"],
    lifetime="fresh",  # "Issued too long ago" after four hours
    notes="AccessTokenResponse(id_token=...).verify(keyjar=, iss=, client_id=)",
)
