/* José alone, without the SDK and the runner: each cause that expectations name, printed and asserted.
 *   gcc repro.c -o repro $(pkg-config --cflags --libs jose jansson) -lcrypto && ./repro    (needs libssl-dev) */
#include <assert.h>
#include <jose/jose.h>
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

/* aud as the library hands it over, "(none)" where it hands over nothing, "(refused)" where the payload is refused. */
static char *aud_of(const char *compact)
{
    char key[64], *aud;
    const char *payload = strchr(compact, '.'), *signature = strchr(payload + 1, '.');
    json_t *jws = json_pack("{s:s%, s:s%, s:s}", "protected", compact, (size_t)(payload - compact), "payload", payload + 1,
                            (size_t)(signature - payload - 1), "signature", signature + 1);
    json_t *jwk, *claims;
    key[base64url(key, KEY, strlen(KEY))] = 0;
    jwk = json_pack("{s:s, s:s}", "kty", "oct", "k", key);
    assert(jose_jws_ver(NULL, jws, NULL, jwk, false));
    claims = jose_b64_dec_load(json_object_get(jws, "payload"));
    aud = json_dumps(json_object_get(claims, "aud"), JSON_ENCODE_ANY);
    return aud ? aud : strdup(claims ? "(none)" : "(refused)");
}

static void show(const char *cause, const char *jws, const char *observed)
{
    char *aud = aud_of(jws);
    printf("%-10s %s\n", aud, cause);
    assert(!strcmp(aud, observed));
    free(aud);
}

int main(void)
{
    show("aud \"me\"", mint("{\"aud\":\"me\"}"), "\"me\"");
    show("a payload that is a list: taken, and has no aud", mint("[{\"aud\":\"other\"}]"), "(none)");
    show("the payload true: taken, and has no aud", mint("true"), "(none)");
    show("\\u0000 in another claim", mint("{\"aud\":\"me\",\"x\":\"a\\u0000b\"}"), "(refused)");
    show("an integer of more than 64 bits in another claim", mint("{\"aud\":\"me\",\"n\":123456789012345678901234567890}"), "(refused)");
    return 0;
}
