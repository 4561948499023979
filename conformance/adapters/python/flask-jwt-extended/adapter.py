"""Flask-JWT-Extended: decode_token in an application with JWT_DECODE_AUDIENCE."""

import base64
import functools

import flask
from audiometer import accept, reject, serve
from flask_jwt_extended import JWTManager, decode_token
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt import InvalidSignatureError, InvalidTokenError


@functools.cache  # an application is built once
def application(identifiers, issuer, secret):
    app = flask.Flask("adapter")
    app.config["JWT_SECRET_KEY"] = base64.urlsafe_b64decode(secret + "==")
    if identifiers:
        app.config["JWT_DECODE_AUDIENCE"] = identifiers[0] if len(identifiers) == 1 else list(identifiers)
    if issuer is not None:
        app.config["JWT_DECODE_ISSUER"] = issuer
    JWTManager(app)
    return app


def verify(token, policy, start):
    app = application(tuple(policy["identifiers"]), policy["issuer"], start["keys"]["HS256"]["k"])
    with app.app_context():
        try:
            claims = decode_token(token)
        except (InvalidTokenError, JWTExtendedException) as error:
            return reject(error, "signature" if isinstance(error, InvalidSignatureError) else None)
    return accept(claims.get("aud"))


serve(
    verify,
    name="Flask-JWT-Extended",
    package="Flask-JWT-Extended",
    homepage="https://flask-jwt-extended.readthedocs.io",
    algorithms=["HS256"],
    features=["no-identifiers", "many-identifiers", "aud-required", "issuer", "any-issuer"],
    notes="JWT_DECODE_AUDIENCE (None by default: aud is not checked)",
)
