/* Rhonabwy: r_jwt_advanced_parse, r_jwt_verify_signature, r_jwt_validate_claims, as API.md shows them. */
#include "../sdk/audiometer.h"
#include <rhonabwy.h>
#include <stdio.h>

/* "@return RHN_OK on success, an error value on error": no code says which claim it was. */
static json_t *refused(const char *function, const char *reason, int result)
{
    char error[100];
    snprintf(error, sizeof error, "%s: %d", function, result);
    return result == RHN_ERROR_MEMORY ? am_fault(error) : am_reject(reason, error);
}

static json_t *validate(const char *token, const struct am_policy *policy, json_t *keys)
{
    jwk_t *jwk = NULL;
    jwt_t *jwt = NULL;
    int result;
    json_t *answer;
    if (r_jwk_init(&jwk) != RHN_OK || r_jwk_import_from_json_t(jwk, json_object_get(keys, "HS256")) != RHN_OK || r_jwt_init(&jwt) != RHN_OK)
        answer = am_fault("the key could not be imported");
    else if ((result = r_jwt_advanced_parse(jwt, token, R_PARSE_NONE, 0)) != RHN_OK)
        answer = refused("r_jwt_advanced_parse", "claims-malformed", result);
    else if ((result = r_jwt_verify_signature(jwt, jwk, 0)) != RHN_OK)
        answer = refused("r_jwt_verify_signature", "signature", result);
    else {
        /* An argument NULL means "present"; so a claim that nobody asks for is left out of the list. */
        if (policy->identifier && policy->issuer)
            result = r_jwt_validate_claims(jwt, R_JWT_CLAIM_ISS, policy->issuer, R_JWT_CLAIM_AUD, policy->identifier,
                                           R_JWT_CLAIM_EXP, R_JWT_CLAIM_NOW, R_JWT_CLAIM_NOP);
        else if (policy->identifier)
            result = r_jwt_validate_claims(jwt, R_JWT_CLAIM_AUD, policy->identifier, R_JWT_CLAIM_EXP, R_JWT_CLAIM_NOW, R_JWT_CLAIM_NOP);
        else if (policy->issuer)
            result = r_jwt_validate_claims(jwt, R_JWT_CLAIM_ISS, policy->issuer, R_JWT_CLAIM_EXP, R_JWT_CLAIM_NOW, R_JWT_CLAIM_NOP);
        else
            result = r_jwt_validate_claims(jwt, R_JWT_CLAIM_EXP, R_JWT_CLAIM_NOW, R_JWT_CLAIM_NOP);
        answer = result == RHN_OK ? am_accept() : refused("r_jwt_validate_claims", NULL, result);
    }
    r_jwt_free(jwt);
    r_jwk_free(jwk);
    return answer;
}

int main(void)
{
    json_t *info = r_library_info_json_t();
    struct am_adapter me = {.name = "rhonabwy", .package = "librhonabwy-dev", .homepage = "https://github.com/babelouest/rhonabwy",
        .version = json_string_value(json_object_get(info, "version")), .algorithms = "HS256",
        .features = "any-issuer aud-required issuer no-identifiers", .notes = "r_jwt_validate_claims with R_JWT_CLAIM_AUD, one expected string, and R_JWT_CLAIM_EXP"};
    return am_serve(&me, validate);
}
