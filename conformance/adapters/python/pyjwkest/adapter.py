"""pyjwkest: JWS.verify_compact, which knows nothing of claims."""

from audiometer import decoded, reject, serve
from jwkest import BadSignature, JWKESTException
from jwkest.jwk import KEYS
from jwkest.jws import JWS


def verify(token, policy, start):
    keys = KEYS()
    keys.load_dict({"keys": [start["keys"]["HS256"]]})
    try:
        return decoded(JWS().verify_compact(token, keys=list(keys), sigalg="HS256"))
    except JWKESTException as error:
        return reject(error, "signature" if isinstance(error, BadSignature) else None)


serve(
    verify,
    name="pyjwkest",
    package="pyjwkest",
    homepage="https://github.com/IdentityPython/pyjwkest",
    algorithms=["HS256"],
    features=["many-identifiers", "aud-required", "aud-optional", "any-issuer"],
    kind="decoder",
    notes="JWS().verify_compact(token, keys=...)",
)
