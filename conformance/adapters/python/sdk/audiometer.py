"""The adapter side of audiometer's protocol: puts a Python JWT library behind one question.

An adapter is one function. It returns what the library said, in the words `accept`, `reject`, `decoded` and `unsupported`; whatever
else it raises is a fault, so catch only the type that the library documents for a refused token:

    import jwt
    from audiometer import accept, reject, serve

    def verify(token, policy, start):
        key = jwt.PyJWK(start["keys"]["HS256"]).key
        try:
            return accept(jwt.decode(token, key, algorithms=["HS256"], audience=policy["identifiers"]).get("aud"))
        except jwt.InvalidTokenError as error:
            return reject(error)

    serve(verify, name="PyJWT", package="PyJWT", algorithms=["HS256"], features=["many-identifiers", "aud-required", "any-issuer"])

`token` is a string, `policy` the policy of the request as a dict, `start` the start request, with the verification keys by algorithm
(`start["keys"]`, JWKs) and the issuer of every token (`start["issuer"]`, for libraries that insist on one).
"""

import importlib.metadata
import json
import math
import os
import platform
import sys
import time

# The values of the policy fields that this file knows. Another value is answered `unsupported`, whatever the adapter would do with it.
VALUES = {
    "presence": ("required", "optional"),
    "shape": ("any", "string"),
    "extras": ("allowed", "trusted", "none"),
    "azp": ("ignored", "errata1", "errata2", "strict"),
}


def accept(audiences=None):
    """The library accepted the token; `audiences` is what it handed over as the audience claim, if it did."""
    audiences = portable([audiences] if isinstance(audiences, str) else audiences)
    if isinstance(audiences, list) and all(isinstance(value, str) for value in audiences):
        return {"verdict": "accept", "audiences": audiences}
    return {"verdict": "accept"}


def reject(error, reason=None):
    """The library refused the token with `error`; `reason` is one of the protocol's coarse reasons, where the library tells."""
    return {"verdict": "reject", "error": describe(error)} | ({"reason": reason} if reason else {})


def decoded(claims):
    """For a decoder: the claims as the library hands them over, a dict."""
    if not isinstance(claims, dict):
        raise TypeError(f"the claims set is a {type(claims).__name__}")
    return {"verdict": "decoded"} | ({"aud": portable(claims["aud"])} if "aud" in claims else {})


def unsupported(feature, error=""):
    """The library cannot be told what the policy asks."""
    return {"verdict": "unsupported", "feature": feature, "error": describe(error)}


def describe(error):
    text = f"{type(error).__name__}: {error}" if isinstance(error, BaseException) else str(error)
    return text[:500].encode("utf-8", "replace").decode("utf-8")  # a lone surrogate is no JSON


def portable(value):
    """Lone surrogates and NaN, which Python's strings and numbers hold and JSON does not, become null: they equal no identifier either."""
    if isinstance(value, dict):
        return {portable(name) or "": portable(member) for name, member in value.items()}
    if isinstance(value, list):
        return [portable(element) for element in value]
    if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def serve(verify, *, name, package, algorithms, features, **optional):
    """Answers requests until the end of the input. `optional`: homepage, profiles, notes, kind, lifetime."""
    # The library may print. So the real standard output is kept for replies, and what is printed goes to the standard error.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr

    start = {}
    sent = 0
    with replies:
        for line, last in lines():
            request = parse(line)
            reply = {"seq": request.get("seq")}
            if request.get("cmd") == "start":
                start = request
                versions = request.get("protocol", {})
                if not versions.get("min", 1) <= 1 <= versions.get("max", 1):
                    reply["error"] = "this adapter speaks version 1 of the protocol only"
                else:
                    reply |= described(name, package, algorithms, features, **optional)
            elif request.get("cmd") == "validate":
                reply |= answer(verify, request, start)
            else:
                reply |= unsupported(f"command {request.get('cmd')}")
            replies.write(json.dumps(reply).encode("ascii") + b"\n")
            # Several replies go out together, as long as none waits: for a read that may block, or for a slow library.
            if last or time.monotonic() > sent + 0.001:
                replies.flush()
                sent = time.monotonic()
            if "error" in reply and "verdict" not in reply:
                sys.exit(1)


def lines():
    """The lines of the standard input, each with whether no other has been read."""
    rest = b""
    while chunk := os.read(0, 1 << 16):
        *whole, rest = (rest + chunk).split(b"\n")
        for place, line in enumerate(whole, 1):
            yield line, place == len(whole)
    if rest:
        yield rest, True


def parse(line):
    try:
        request = json.loads(line)
        if isinstance(request, dict):
            return request
        problem = "not an object"
    except ValueError as error:
        problem = describe(error)
    print(f"cannot read the request: {problem}: {line[:200]!r}", file=sys.stderr)
    sys.exit(2)


def described(name, package, algorithms, features, *, homepage=None, **rest):
    implementation = {
        "name": name,
        "version": importlib.metadata.version(package),
        "language": "Python",
        "runtime": f"{platform.python_implementation()} {platform.python_version()}",
        "registry": "pypi",
        "package": package,
        "homepage": homepage or f"https://pypi.org/project/{package}/",
    }
    return {"protocol": 1, "implementation": implementation, "algorithms": algorithms, "features": features, "window": 64} | rest


def answer(verify, request, start):
    policy = request["policy"]
    for field, values in VALUES.items():
        if policy.get(field) not in values:
            return unsupported(f"{field}-{policy.get(field)}")
    try:
        return verify(request["token"], policy, start)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # extension modules have panics that are no Exception
        return {"verdict": "fault", "error": describe(error)}
