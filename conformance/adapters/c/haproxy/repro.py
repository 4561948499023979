#!/usr/bin/env python3
"""HAProxy alone, without the SDK and the runner: each cause that expectations name, printed and asserted. The rules are those of the documentation, with -m str.
   python3 repro.py    (needs haproxy; starts one on a free port of the loopback interface)"""
import base64, hashlib, hmac, http.client, socket, subprocess, tempfile, time

KEY = b"a key of the reproduction; 32 b!"
CONFIGURATION = """
defaults
    mode http
    timeout client 10s
    timeout connect 10s
    timeout server 10s
frontend resource
    bind 127.0.0.1:%d
    http-request set-var(txn.alg) http_auth_bearer,jwt_header_query('$.alg')
    http-request set-var(txn.aud) http_auth_bearer,jwt_payload_query('$.aud')
    http-request set-var(txn.iss) http_auth_bearer,jwt_payload_query('$.iss')
    http-request deny unless { var(txn.alg) -m str HS256 }
    http-request deny if { path /me } !{ var(txn.aud) -m str me }
    http-request deny if { path /url } !{ var(txn.aud) -m str https://me }
    http-request deny if { path /found } !{ var(txn.aud) -m found }
    http-request deny if { path /latin1 } !{ var(txn.aud) -m str \u00e9 }
    http-request deny if { path /100 } !{ var(txn.aud) -m str 100 }
    http-request deny if { path /1 } !{ var(txn.aud) -m str 1 }
    http-request deny if { path /iss-7 } !{ var(txn.iss) -m str 7 }
    http-request deny deny_status 401 unless { http_auth_bearer,jwt_verify(txn.alg,"%s") -m int 1 }
    http-request return status 200
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
    assert code in (200, 403), code
    print("accepts" if code == 200 else "refuses", path, claims.decode("latin-1"), "--", cause)
    assert (code == 200) == accepted

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
with tempfile.NamedTemporaryFile("w", suffix=".cfg") as file:
    file.write(CONFIGURATION % (port, KEY.decode()))
    file.flush()
    haproxy = subprocess.Popen(["haproxy", "-db", "-f", file.name])
    try:
        for _ in range(100):
            time.sleep(0.1)
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                pass
        show("/me", b'{"aud":"me"}', True, "a string that matches")
        show("/me", b'{"aud":"other"}', False, "another")
        show("/me", b'{"sub":"s"}', False, "none")
        show("/me", b'{"aud":["me"]}', False, "a list is compared as a whole")
        show("/100", b'{"aud":1e2}', True, "a number is compared as text")
        show("/1", b'{"aud":true}', True, "so is a boolean, which is 1 or 0")
        show("/iss-7", b'{"iss":7}', True, "iss alike")
        show("/me", b'{"aud":"me","aud":"other"}', True, "the first of two counts")
        show("/url", b'{"aud":"https:\\/\\/me"}', False, "an escaped slash is not unescaped")
        show("/found", b'{"aud":"https:\\/\\/me"}', False, "the string is not read at all")
        show("/found", b'{"aud":"\\u0100"}', False, "nor is one with \\u from U+0100 on")
        show("/me", b'{"aud":"m\\u0065"}', True, "\\u is unescaped below U+0080")
        show("/latin1", b'{"aud":"\xc3\xa9"}', True, "what is beyond that is compared as UTF-8")
        show("/latin1", b'{"aud":"\\u00e9"}', False, "up to U+00FF \\u gives a single byte instead")
        show("/latin1", b'{"aud":"\\u00c3\\u00a9"}', True, "and two such may be the UTF-8 of another character")
        show("/me", b'{"\\u0061ud":"me"}', False, "but not in names")
        show("/me", b'{"aud":"me"', True, "what follows the member is not looked at")
        show("/me", b'{"aud":"me"}x', True, "nor what follows the object")
        show("/me", b'{"aud":"me","x":"\xff"}', True, "nor whether it is UTF-8")
        show("/any", b'{"aud":"other"}', True, "without a rule nobody looks at aud")
    finally:
        haproxy.kill()
        haproxy.wait()
