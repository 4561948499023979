/* The SDK for adapters in C: everything of the protocol but the library. A whole adapter:
 *
 *     #include "../sdk/audiometer.h"
 *
 *     static json_t *validate(const char *token, const struct am_policy *policy, json_t *keys)
 *     {
 *         const char *error = mylib_check(token, json_object_get(keys, "HS256"), policy->identifier, policy->issuer);
 *         return error ? am_reject("aud-mismatch", error) : am_accept();
 *     }
 *
 *     int main(void)
 *     {
 *         static const struct am_adapter me = {.name = "mylib", .package = "libmylib-dev", .homepage = "https://mylib.example",
 *             .algorithms = "HS256", .features = "any-issuer aud-required issuer no-identifiers", .notes = "one expected value"};
 *         return am_serve(&me, validate);
 *     }
 *
 * Build: gcc adapter.c ../sdk/audiometer.c $(pkg-config --cflags --libs jansson mylib)
 * What is printed to stdout goes to stderr; the protocol has the real one. A crash is for the runner to charge. */
#ifndef AUDIOMETER_H
#define AUDIOMETER_H

#include <jansson.h>

struct am_adapter {
    const char *kind;       /* "decoder", or NULL for a library that checks the audience itself */
    const char *name, *package, *homepage, *notes;
    const char *version;    /* read from the library; NULL: asked of dpkg-query */
    const char *algorithms, *features; /* separated by spaces; the runner signs with the first algorithm */
    const char *profiles;   /* likewise; NULL: all */
    void (*begin)(json_t *keys); /* called once, before the reply to start, which may take long; NULL: nothing to do */
};

struct am_policy {
    size_t identifiers;     /* how many there are */
    const char *identifier; /* the first one, or NULL */
    const char *issuer;     /* NULL: iss is not to be looked at */
    int aud_required;
    json_t *fields;         /* the whole policy, for what is not above */
};

/* Each answers with a new reference. `error` may be NULL. */
json_t *am_accept(void);
json_t *am_reject(const char *reason, const char *error);
json_t *am_unsupported(const char *feature, const char *error);
json_t *am_fault(const char *error);
json_t *am_decoded(json_t *aud);              /* takes the reference over; NULL: the library hands over no aud */
json_t *am_decoded_text(const char *aud);     /* aud as JSON text */

/* The bytes of a symmetric JWK, with a NUL after them; *length without it. Aborts where they are no base64url. */
unsigned char *am_secret(json_t *keys, const char *algorithm, size_t *length);

int am_serve(const struct am_adapter *adapter, json_t *(*validate)(const char *token, const struct am_policy *, json_t *keys));

#endif
