#!/usr/bin/env python3
"""mod_auth_openidc alone, without the SDK and the runner: each cause that expectations name, printed and asserted.
   python3 repro.py    (needs apache2-bin, libapache2-mod-auth-openidc; starts an Apache on a free port of the loopback interface)"""
import base64, hashlib, hmac, http.client, os, socket, subprocess, tempfile, time

KEY = b"a key of the reproduction, 32 b!"
CONFIGURATION = """
LoadModule mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so
LoadModule authn_core_module /usr/lib/apache2/modules/mod_authn_core.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule authz_user_module /usr/lib/apache2/modules/mod_authz_user.so
LoadModule auth_openidc_module /usr/lib/apache2/modules/mod_auth_openidc.so
ServerName localhost
Listen 127.0.0.1:%(port)d
PidFile %(folder)s/pid
DefaultRuntimeDir %(folder)s
ErrorLog %(folder)s/log
User nobody
Group nogroup
DocumentRoot /usr/lib/apache2/modules
OIDCCryptoPassphrase unused
OIDCOAuthVerifySharedKeys "hex##%(key)s"
<Location /me>
    AuthType oauth20
    Require claim "aud:me"
</Location>
<Location /my-client>
    AuthType oauth20
    Require claim "aud:my client"
</Location>
<Location /100>
    AuthType oauth20
    Require claim "aud:100"
</Location>
<Location /true>
    AuthType oauth20
    Require claim "aud:true"
</Location>
<Location /anybody>
    AuthType oauth20
    Require valid-user
</Location>
"""

def base64url(data): return base64.urlsafe_b64encode(data).rstrip(b"=")

def mint(claims):
    signed = base64url(b'{"alg":"HS256","typ":"JWT"}') + b"." + base64url(claims)
    return (signed + b"." + base64url(hmac.digest(KEY, signed, hashlib.sha256))).decode()

def status(path, claims):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Authorization": "Bearer " + mint(claims)})
    return connection.getresponse().status

def show(path, claims, accepted, cause):
    code = status(path, claims)
    assert code in (401, 403, 404), code  # 404: let through, and there is no such page
    print("accepts" if code == 404 else "refuses", path, claims.decode("latin-1"), "--", cause)
    assert (code == 404) == accepted

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
with tempfile.TemporaryDirectory() as folder:
    with open(folder + "/conf", "w") as file:
        file.write(CONFIGURATION % {"port": port, "folder": folder, "key": KEY.hex()})
    apache = subprocess.Popen(["apache2", "-X", "-d", folder, "-f", folder + "/conf"])
    try:
        for _ in range(100):
            time.sleep(0.1)
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                pass
        show("/me", b'{"sub":"s","aud":"me"}', True, "a string that matches")
        show("/me", b'{"sub":"s","aud":["x","me"]}', True, "a list that has it")
        show("/me", b'{"sub":"s","aud":"other"}', False, "another")
        show("/me", b'{"sub":"s"}', False, "none")
        show("/me", b'{"sub":"s","aud":"me "}', True, "white space in the claim does not count")
        show("/me", b'{"sub":"s","aud":"m\\te\\n"}', True, "wherever it is")
        show("/my-client", b'{"sub":"s","aud":"myclient"}', True, "nor does it in the directive")
        show("/100", b'{"sub":"s","aud":100}', True, "an integer is compared with the directive's value as an integer")
        show("/me", b'{"sub":"s","aud":0}', True, "which is 0 where the value is no number")
        show("/me", b'{"sub":"s","aud":[0]}', True, "in a list too")
        show("/true", b'{"sub":"s","aud":true}', True, "a boolean is compared as a word")
        show("/me", b'{"sub":"s","aud":"me"}\0,"aud":"other"}', True, "what stands behind a NUL is not read")
        show("/me", b'{"sub":"s","aud":"me","x":"a\\u0000b"}', False, "\\u0000 is refused everywhere")
        show("/me", b'{"sub":"s","aud":"me","n":123456789012345678901234567890}', False, "so is an integer of more than 64 bits")
        show("/anybody", b'{"sub":"s","aud":"other"}', True, "without Require claim nobody looks at aud")
    finally:
        apache.kill()
        apache.wait()
