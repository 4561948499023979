/* José: jose_jws_ver checks the signature, jose_b64_dec_load gives the payload as JSON. It takes the JWS in its JSON form,
 * so the compact one is cut at its dots first, as `jose jws ver` does. */
#include "../sdk/audiometer.h"
#include <jose/jose.h>
#include <string.h>

static json_t *validate(const char *token, const struct am_policy *policy, json_t *keys)
{
    const char *payload = strchr(token, '.'), *signature = payload ? strchr(payload + 1, '.') : NULL;
    json_t *jws, *claims, *answer;
    (void)policy;
    if (!signature)
        return am_reject("other", "no compact JWS");
    jws = json_pack("{s:s%, s:s%, s:s}", "protected", token, (size_t)(payload - token), "payload", payload + 1,
                    (size_t)(signature - payload - 1), "signature", signature + 1);
    if (!jose_jws_ver(NULL, jws, NULL, json_object_get(keys, "HS256"), false))
        answer = am_reject("signature", "jose_jws_ver: false");
    else if (!(claims = jose_b64_dec_load(json_object_get(jws, "payload"))))
        answer = am_reject("claims-malformed", "jose_b64_dec_load: NULL");
    else {
        answer = am_decoded(json_incref(json_object_get(claims, "aud"))); /* NULL where claims is no object */
        json_decref(claims);
    }
    json_decref(jws);
    return answer;
}

int main(void)
{
    static const struct am_adapter me = {.kind = "decoder", .name = "José (latchset)", .package = "libjose-dev",
        .homepage = "https://github.com/latchset/jose", .algorithms = "HS256", .features = "any-issuer aud-optional aud-required many-identifiers",
        .notes = "jose_jws_ver, then jose_b64_dec_load of the payload"};
    return am_serve(&me, validate);
}
