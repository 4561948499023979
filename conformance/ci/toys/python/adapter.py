"""toyjwt behind audiometer's question. audiometer.py is the SDK in conformance/adapters/python/sdk."""

import toyjwt
from audiometer import accept, reject, serve


def verify(token, policy, start):
    key = toyjwt.decode(start["keys"]["HS256"]["k"])
    try:
        return accept(toyjwt.verify(token, key, policy["identifiers"], policy["issuer"])["aud"])
    except toyjwt.Refused as error:
        return reject(error)


features = ["no-identifiers", "many-identifiers", "aud-required", "issuer", "any-issuer"]
serve(verify, name="toyjwt", package="toyjwt", algorithms=["HS256"], features=features)
