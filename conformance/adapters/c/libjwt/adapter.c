/* libjwt 1.x: jwt_decode checks the signature; the claims are the application's to compare. */
#include "../sdk/audiometer.h"
#include <errno.h>
#include <jwt.h>
#include <stdlib.h>
#include <string.h>

static int as_string; /* --string: jwt_get_grant; else jwt_get_grants_json */

static json_t *validate(const char *token, const struct am_policy *policy, json_t *keys)
{
    size_t length;
    unsigned char *secret = am_secret(keys, "HS256", &length);
    jwt_t *jwt = NULL;
    int result = jwt_decode(&jwt, token, secret, (int)length);
    json_t *answer;
    char *text;
    (void)policy;
    free(secret);
    if (result == EINVAL) /* one code for a token that is malformed and for a signature that is wrong */
        return am_reject(NULL, "jwt_decode: EINVAL");
    if (result)
        return am_fault(strerror(result));
    if (as_string) {
        const char *aud = jwt_get_grant(jwt, "aud");
        answer = am_decoded(aud ? json_string(aud) : NULL);
    } else {
        text = jwt_get_grants_json(jwt, "aud");
        answer = text ? am_decoded_text(text) : am_decoded(NULL);
        free(text);
    }
    jwt_free(jwt);
    return answer;
}

int main(int count, char **arguments)
{
    static const struct am_adapter me = {.kind = "decoder", .name = "libjwt", .package = "libjwt-dev",
        .homepage = "https://github.com/benmcollins/libjwt", .algorithms = "HS256", .features = "any-issuer aud-optional aud-required many-identifiers",
        .notes = "jwt_decode, then aud by jwt_get_grants_json (--string: jwt_get_grant)"};
    as_string = count > 1 && !strcmp(arguments[1], "--string");
    return am_serve(&me, validate);
}
