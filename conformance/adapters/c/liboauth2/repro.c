/* liboauth2 alone, without the SDK and the runner: each cause that expectations name, printed and asserted.
 *   gcc repro.c -o repro $(pkg-config --cflags --libs liboauth2) -lcrypto && ./repro    (needs libssl-dev) */
#include <assert.h>
#include <oauth2/oauth2.h>
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

/* aud as the library hands it over, "(none)" where it hands over nothing, "(refused)" where oauth2_token_verify refuses. */
static char *aud_of(const char *jws)
{
    static oauth2_log_t *log;
    oauth2_cfg_token_verify_t *verify = NULL;
    json_t *claims = NULL;
    char *aud;
    if (!log)
        log = oauth2_init(OAUTH2_LOG_ERROR, &oauth2_log_sink_stderr);
    assert(!oauth2_cfg_token_verify_add_options(log, &verify, "plain", KEY, "expiry=0"));
    if (!oauth2_token_verify(log, NULL, verify, jws, &claims))
        return strdup("(refused)");
    aud = json_dumps(json_object_get(claims, "aud"), JSON_ENCODE_ANY);
    return aud ? aud : strdup("(none)");
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
    show("a NUL and more behind the object: not read", mint("{\"aud\":\"me\"}\0,\"aud\":\"other\"}"), "\"me\"");
    show("\\u0000 in another claim", mint("{\"aud\":\"me\",\"x\":\"a\\u0000b\"}"), "(refused)");
    show("an integer of more than 64 bits in another claim", mint("{\"aud\":\"me\",\"n\":123456789012345678901234567890}"), "(refused)");
    return 0;
}
