/* liboauth2: oauth2_token_verify as an Apache or NGINX module calls it; the claims come back as a jansson object. */
#include "../sdk/audiometer.h"
#include <oauth2/oauth2.h>
#include <stdlib.h>

static oauth2_log_t *log; /* a module makes it, with the caches, once when the server starts */

static json_t *validate(const char *token, const struct am_policy *policy, json_t *keys)
{
    oauth2_cfg_token_verify_t *verify = NULL;
    json_t *claims = NULL, *answer;
    char *key = json_dumps(json_object_get(keys, "HS256"), JSON_COMPACT);
    /* expiry=0: what has been verified is not kept, so that each question is a new one. */
    char *error = oauth2_cfg_token_verify_add_options(log, &verify, "jwk", key, "expiry=0");
    (void)policy;
    if (error)
        answer = am_fault(error);
    else if (!oauth2_token_verify(log, NULL, verify, token, &claims))
        answer = am_reject(NULL, "oauth2_token_verify: false");
    else
        answer = am_decoded(json_incref(json_object_get(claims, "aud")));
    json_decref(claims);
    oauth2_cfg_token_verify_free(log, verify);
    free(key);
    return answer;
}

int main(void)
{
    static const struct am_adapter me = {.kind = "decoder", .name = "liboauth2", .package = "liboauth2-dev",
        .homepage = "https://github.com/OpenIDC/liboauth2", .algorithms = "HS256", .features = "any-issuer aud-optional aud-required many-identifiers",
        .notes = "oauth2_token_verify with a jwk"};
    log = oauth2_init(OAUTH2_LOG_ERROR, &oauth2_log_sink_stderr);
    return am_serve(&me, validate);
}
