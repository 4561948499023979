"""Flask of Oil: its JwtValidator, which its OAuthFilter.configure_with_jwt makes."""

import json

from audiometer import accept, reject, serve
from flask_of_oil.jwt_validator import JwtValidator


def verify(token, policy, start):
    class Local(JwtValidator):
        def get_jwks_data(self):
            """What is at the JWKS address, without the network."""
            return json.dumps({"keys": [start["keys"]["RS256"]]})

    # The library insists on an issuer.
    issuer = start["issuer"] if policy["issuer"] is None else policy["issuer"]
    validator = Local("https://issuer.example/jwks", issuer, policy["identifiers"][0])
    claims = validator.validate(token)
    if not claims["active"]:
        return reject("not active")
    return accept(claims["aud"])


serve(
    verify,
    name="Flask of Oil",
    package="flask-of-oil",
    algorithms=["RS256"],
    features=["aud-required", "issuer"],
    profiles=["jwt-bcp", "access-token"],
    notes="JwtValidator(jwks_url, issuer, audience), with the keys at hand",
)
