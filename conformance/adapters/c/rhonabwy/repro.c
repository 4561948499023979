/* Rhonabwy alone, without the SDK and the runner: each cause that expectations name, printed and asserted.
 *   gcc repro.c -o repro $(pkg-config --cflags --libs librhonabwy) -lcrypto && ./repro    (needs libssl-dev) */
#include <assert.h>
#include <rhonabwy.h>
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

/* 1 accepted, 0 refused. expected NULL: the claim is left out. */
static int accepts(const char *jws, rhn_claim_opt claim, const char *expected)
{
    jwk_t *jwk = NULL;
    jwt_t *jwt = NULL;
    int ok;
    r_jwk_init(&jwk);
    r_jwk_import_from_symmetric_key(jwk, (const unsigned char *)KEY, strlen(KEY));
    r_jwt_init(&jwt);
    ok = r_jwt_advanced_parse(jwt, jws, R_PARSE_NONE, 0) == RHN_OK && r_jwt_verify_signature(jwt, jwk, 0) == RHN_OK &&
         (expected ? r_jwt_validate_claims(jwt, claim, expected, R_JWT_CLAIM_NOP) : r_jwt_validate_claims(jwt, R_JWT_CLAIM_NOP)) == RHN_OK;
    r_jwt_free(jwt);
    r_jwk_free(jwk);
    return ok;
}

static void show_of(rhn_claim_opt claim, const char *cause, const char *jws, const char *expected, int observed)
{
    int accepted = accepts(jws, claim, expected);
    printf("%-8s %s\n", accepted ? "accepts" : "refuses", cause);
    assert(accepted == observed);
}

static void show(const char *cause, const char *jws, const char *expected, int observed)
{
    show_of(R_JWT_CLAIM_AUD, cause, jws, expected, observed);
}

int main(void)
{
    show("aud \"me\", \"me\" expected", mint("{\"aud\":\"me\"}"), "me", 1);
    show("aud \"other\", \"me\" expected", mint("{\"aud\":\"other\"}"), "me", 0);
    show("aud [\"me\"], \"me\" expected: an array never matches", mint("{\"aud\":[\"me\"]}"), "me", 0);
    show("aud \"other\", \"\" expected: an empty string asks for presence only", mint("{\"aud\":\"other\"}"), "", 1);
    show("a NUL and more behind the object: not read", mint("{\"aud\":\"me\"}\0,\"aud\":\"other\"}"), "me", 1);
    show("\\u0000 in another claim", mint("{\"aud\":\"me\",\"x\":\"a\\u0000b\"}"), "me", 0);
    show("an integer of more than 64 bits in another claim", mint("{\"aud\":\"me\",\"n\":123456789012345678901234567890}"), "me", 0);
    show("no audience expected, aud \"other\"", mint("{\"aud\":\"other\"}"), NULL, 1);
    show("no audience expected, aud null", mint("{\"aud\":null}"), NULL, 1);
    show_of(R_JWT_CLAIM_ISS, "iss \"other\", \"issuer\" expected", mint("{\"iss\":\"other\"}"), "issuer", 0);
    show_of(R_JWT_CLAIM_ISS, "iss \"other\", \"\" expected: presence only, as for aud", mint("{\"iss\":\"other\"}"), "", 1);
    show_of(R_JWT_CLAIM_ISS, "iss \"\", \"\" expected: an empty iss counts as absent", mint("{\"iss\":\"\"}"), "", 0);
    show_of(R_JWT_CLAIM_ISS, "no iss, \"\" expected", mint("{}"), "", 0);
    return 0;
}
