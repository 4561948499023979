"""Simple JWT for Django REST framework: the TokenBackend that its settings AUDIENCE and ISSUER configure."""

import base64

import django
from audiometer import accept, reject, serve
from django.conf import settings

settings.configure(SECRET_KEY="unused", USE_I18N=False, INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"])
django.setup()

from rest_framework_simplejwt.backends import TokenBackend  # noqa: E402
from rest_framework_simplejwt.exceptions import TokenBackendError  # noqa: E402


def verify(token, policy, start):
    identifiers = policy["identifiers"]
    backend = TokenBackend(
        "HS256",
        signing_key=base64.urlsafe_b64decode(start["keys"]["HS256"]["k"] + "=="),
        audience=identifiers[0] if len(identifiers) == 1 else identifiers or None,
        issuer=policy["issuer"],
    )
    try:
        return accept(backend.decode(token).get("aud"))
    except TokenBackendError as error:
        return reject(f"{type(error).__name__}: {error} ({error.__cause__!r})")


serve(
    verify,
    name="Simple JWT",
    package="djangorestframework-simplejwt",
    homepage="https://django-rest-framework-simplejwt.readthedocs.io",
    algorithms=["HS256"],
    features=["no-identifiers", "many-identifiers", "aud-required", "issuer", "any-issuer"],
    notes="AUDIENCE (None by default: aud is not checked)",
)
