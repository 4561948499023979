#define _GNU_SOURCE
#include "audiometer.h"
#include <gnu/libc-version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static json_t *reply(const char *verdict, const char *key, const char *value, const char *error)
{
    json_t *answer = json_pack("{s:s}", "verdict", verdict);
    size_t length = error ? strnlen(error, 500) : 0;
    json_t *text = error ? json_stringn(error, length) : NULL;
    while (error && !text && length) /* cut where a character ends */
        text = json_stringn(error, --length);
    if (value)
        json_object_set_new(answer, key, json_string(value));
    if (text)
        json_object_set_new(answer, "error", text);
    return answer;
}

json_t *am_accept(void) { return reply("accept", NULL, NULL, NULL); }
json_t *am_reject(const char *reason, const char *error) { return reply("reject", "reason", reason, error); }
json_t *am_unsupported(const char *feature, const char *error) { return reply("unsupported", "feature", feature, error); }
json_t *am_fault(const char *error) { return reply("fault", NULL, NULL, error); }

json_t *am_decoded(json_t *aud)
{
    json_t *answer = reply("decoded", NULL, NULL, NULL);
    if (aud)
        json_object_set_new(answer, "aud", aud);
    return answer;
}

json_t *am_decoded_text(const char *aud)
{
    json_t *value = json_loads(aud, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    return value ? am_decoded(value) : am_fault("aud: the library handed over text that is no JSON");
}

unsigned char *am_secret(json_t *keys, const char *algorithm, size_t *length)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *text = json_string_value(json_object_get(json_object_get(keys, algorithm), "k")), *digit;
    unsigned char *bytes = malloc(strlen(text) + 1);
    unsigned bits = 0, held = 0;
    for (*length = 0; *text; text++) {
        if (!(digit = strchr(alphabet, *text)))
            abort();
        bits = bits << 6 | (unsigned)(digit - alphabet);
        if ((held += 6) >= 8)
            bytes[(*length)++] = (unsigned char)(bits >> (held -= 8));
    }
    bytes[*length] = 0;
    return bytes;
}

/* A field with a value that this SDK has never heard of would be configured wrongly, so it is refused. */
static json_t *unknown_value(json_t *policy)
{
    static const char *const known[][6] = {{"presence", "required", "optional"}, {"shape", "any", "string"},
        {"extras", "allowed", "trusted", "none"}, {"azp", "ignored", "errata1", "errata2", "strict"}};
    for (size_t i = 0; i < 4; i++) {
        const char *value = json_string_value(json_object_get(policy, known[i][0]));
        const char *const *word = known[i] + 1;
        while (*word && value && strcmp(*word, value))
            word++;
        if (!*word || !value) {
            char feature[200];
            snprintf(feature, sizeof feature, "%s-%s", known[i][0], value ? value : "none-given");
            return am_unsupported(feature, NULL);
        }
    }
    return NULL;
}

static json_t *words(const char *text)
{
    json_t *list = json_array();
    char *copy = strdup(text), *save, *word;
    for (word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save))
        json_array_append_new(list, json_string(word));
    free(copy);
    return list;
}

/* ${source:Upstream-Version} is the version of the library, without what Debian adds ("1.4+ds-3" is 1.4). */
static void dpkg_version(const char *package, const char *field, char *version, size_t size)
{
    char command[200];
    snprintf(command, sizeof command, "dpkg-query -W -f '${%s}' %s", field, package);
    FILE *pipe = popen(command, "r");
    version[0] = 0;
    if (!pipe || !fgets(version, (int)size, pipe) || pclose(pipe))
        exit((fprintf(stderr, "no version: %s\n", command), 2));
}

static json_t *start(const struct am_adapter *me)
{
    char version[100], revision[100], runtime[300];
    dpkg_version(me->package, "source:Upstream-Version", version, sizeof version);
    dpkg_version(me->package, "Version", revision, sizeof revision);
    version[strcspn(version, "+~")] = 0;
    snprintf(runtime, sizeof runtime, "GCC %s, glibc %s, Debian %s", __VERSION__, gnu_get_libc_version(), revision);
    json_t *answer = json_pack("{s:i, s:{s:s, s:s, s:s, s:s, s:s, s:s, s:s}, s:o, s:o, s:i, s:s}", "protocol", 1, "implementation",
        "name", me->name, "version", me->version ? me->version : version, "language", "C", "runtime", runtime, "registry", "debian",
        "package", me->package, "homepage", me->homepage, "algorithms", words(me->algorithms), "features", words(me->features),
        "window", 64, "notes", me->notes);
    if (me->kind)
        json_object_set_new(answer, "kind", json_string(me->kind));
    if (me->profiles)
        json_object_set_new(answer, "profiles", words(me->profiles));
    return answer;
}

static json_t *put(const struct am_adapter *me, json_t *(*validate)(const char *, const struct am_policy *, json_t *), json_t *request, json_t *keys)
{
    json_t *fields = json_object_get(request, "policy"), *list = json_object_get(fields, "identifiers"), *item, *unknown;
    const char *token = json_string_value(json_object_get(request, "token"));
    struct am_policy policy = {json_array_size(list), json_string_value(json_array_get(list, 0)),
        json_string_value(json_object_get(fields, "issuer")), 0, fields};
    size_t i;
    if (!token || !json_is_array(list))
        return am_fault("the request has no token or no identifiers");
    if ((unknown = unknown_value(fields)))
        return unknown;
    json_array_foreach(list, i, item) /* a char * cannot carry it; what a decoder hands over is compared by the runner */
        if (!me->kind && strlen(json_string_value(item)) != json_string_length(item))
            return am_unsupported("identifier-nul", "a C string ends at U+0000");
    policy.aud_required = !strcmp(json_string_value(json_object_get(fields, "presence")), "required");
    return validate(token, &policy, keys);
}

int am_serve(const struct am_adapter *me, json_t *(*validate)(const char *, const struct am_policy *, json_t *))
{
    FILE *out = fdopen(dup(STDOUT_FILENO), "w");
    json_t *keys = NULL, *request, *answer;
    char *line = NULL, feature[200];
    size_t room = 0;
    ssize_t length;
    dup2(STDERR_FILENO, STDOUT_FILENO);
    while ((length = getline(&line, &room, stdin)) > 0) {
        json_error_t error;
        request = json_loadb(line, (size_t)length, JSON_ALLOW_NUL, &error);
        if (!json_is_object(request)) {
            fprintf(stderr, "not a request: %s\n", request ? "no object" : error.text);
            return 2;
        }
        const char *command = json_string_value(json_object_get(request, "cmd"));
        json_t *versions = json_object_get(request, "protocol");
        int offered = json_integer_value(json_object_get(versions, "min")) <= 1 && json_integer_value(json_object_get(versions, "max")) >= 1;
        int starting = command && !strcmp(command, "start");
        if (starting && offered) {
            json_decref(keys);
            keys = json_incref(json_object_get(request, "keys"));
            if (me->begin)
                me->begin(keys);
            answer = start(me);
        } else if (starting) {
            answer = json_pack("{s:s}", "error", "this adapter speaks protocol 1 only");
        } else if (command && !strcmp(command, "validate")) {
            answer = put(me, validate, request, keys);
        } else {
            snprintf(feature, sizeof feature, "command %s", command ? command : "none");
            answer = am_unsupported(feature, NULL);
        }
        json_object_set(answer, "seq", json_object_get(request, "seq"));
        json_dumpf(answer, out, JSON_COMPACT);
        fputc('\n', out);
        fflush(out);
        json_decref(answer);
        json_decref(request);
        if (starting && !offered)
            return 1;
    }
    return 0;
}
