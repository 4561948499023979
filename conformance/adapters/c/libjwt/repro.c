/* libjwt alone, without the SDK and the runner: each cause that expectations name, printed and asserted.
 *   gcc repro.c -o repro $(pkg-config --cflags --libs libjwt) -lcrypto && ./repro    (needs libssl-dev) */
#include <assert.h>
#include <errno.h>
#include <jwt.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char KEY[] = "a key of the reproduction, 32 b!";

static size_t base64url(char *out, const char *bytes, size_t length)
{
    size_t end = (size_t)EVP_EncodeBlock((unsigned char *)out, (const unsigned char *)bytes, (int)length);
    while (end && out[end - 1] == '=')
        end--;
    for (size_t i = 0; i < end; i++)
        out[i] = out[i] == '+' ? '-' : out[i] == '/' ? '_' : out[i];
    return end;
}

/* A token with exactly these bytes as claims, HS256. */
static char token[4096];
static const char *mint_bytes(const char *header, const char *claims, size_t length)
{
    unsigned char mac[32];
    size_t end = base64url(token, header, strlen(header));
    token[end++] = '.';
    end += base64url(token + end, claims, length);
    HMAC(EVP_sha256(), KEY, strlen(KEY), (unsigned char *)token, end, mac, NULL);
    token[end++] = '.';
    token[end + base64url(token + end, (char *)mac, sizeof mac)] = 0;
    return token;
}
#define mint(claims) mint_bytes("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims, sizeof(claims) - 1)

/* aud as the library hands it over, "(none)" where it hands over nothing, "(refused)" where jwt_decode refuses. */
static const char *aud_of(const char *jws, int as_string)
{
    jwt_t *jwt = NULL;
    const char *aud;
    if (jwt_decode(&jwt, jws, (const unsigned char *)KEY, (int)strlen(KEY)) == EINVAL)
        return "(refused)";
    aud = as_string ? jwt_get_grant(jwt, "aud") : jwt_get_grants_json(jwt, "aud");
    return aud ? aud : "(none)";
}

static void show(const char *cause, const char *jws, int as_string, const char *observed)
{
    const char *aud = aud_of(jws, as_string);
    printf("%-10s %s\n", aud, cause);
    assert(!strcmp(aud, observed));
}

int main(void)
{
    static const char kb[] = "{\"alg\":\"HS256\",\"typ\":\"kb+jwt\"}", claims[] = "{\"aud\":\"me\"}";
    show("aud \"me\"", mint("{\"aud\":\"me\"}"), 0, "\"me\"");
    show("aud [\"me\"] by jwt_get_grants_json", mint("{\"aud\":[\"me\"]}"), 0, "[\"me\"]");
    show("aud [\"other\"] by jwt_get_grant: as if there were none", mint("{\"aud\":[\"other\"]}"), 1, "(none)");
    show("aud 123 by jwt_get_grant: as if there were none", mint("{\"aud\":123}"), 1, "(none)");
    show("typ kb+jwt: no typ but JWT is taken", mint_bytes(kb, claims, sizeof claims - 1), 0, "(refused)");
    show("a NUL and more behind the object: not read", mint("{\"aud\":\"me\"}\0,\"aud\":\"other\"}"), 0, "\"me\"");
    show("a payload that is a list: taken, and has no aud", mint("[{\"aud\":\"other\"}]"), 0, "(none)");
    show("\\u0000 in another claim", mint("{\"aud\":\"me\",\"x\":\"a\\u0000b\"}"), 0, "(refused)");
    show("an integer of more than 64 bits in another claim", mint("{\"aud\":\"me\",\"n\":123456789012345678901234567890}"), 0, "(refused)");
    return 0;
}
