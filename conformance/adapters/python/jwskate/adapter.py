"""jwskate: SignedJwt.validate with `audience`."""

from audiometer import accept, reject, serve
from jwskate import ExpiredJwt, InvalidClaim, InvalidJwt, InvalidSignature, SignedJwt


def verify(token, policy, start):
    arguments = {}
    if policy["identifiers"]:
        arguments["audience"] = policy["identifiers"][0]
    if policy["issuer"] is not None:
        arguments["issuer"] = policy["issuer"]
    try:
        jwt = SignedJwt(token, max_size=0)  # without the limit of 16 KiB
        jwt.validate(start["keys"]["HS256"], alg="HS256", **arguments)
    except InvalidSignature as error:
        return reject(type(error).__name__, "signature")
    except (InvalidJwt, InvalidClaim, ExpiredJwt) as error:
        return reject(error)
    return accept(jwt.audiences)


serve(
    verify,
    name="jwskate",
    package="jwskate",
    homepage="https://guillp.github.io/jwskate/",
    algorithms=["HS256"],
    features=["no-identifiers", "aud-required", "issuer", "any-issuer"],
    notes="SignedJwt(token, max_size=0).validate(jwk, alg=..., issuer=..., audience=...)",
)
