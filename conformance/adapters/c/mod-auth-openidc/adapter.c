/* mod_auth_openidc as a resource server: Apache asks "Require claim aud:..." of a bearer token. The adapter runs an Apache of its
 * own with apache.conf, on a free port of the loopback interface, and puts each token to it in a request. */
#define _GNU_SOURCE
#include "../sdk/audiometer.h"
#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t apache;
static struct sockaddr_in address = {.sin_family = AF_INET};

static int dial(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return connect(fd, (struct sockaddr *)&address, sizeof address) ? (close(fd), -1) : fd;
}

static void stop(void) { kill(apache, SIGKILL), waitpid(apache, NULL, 0); }

static void begin(json_t *keys)
{
    socklen_t size = sizeof address;
    size_t length, i;
    unsigned char *secret = am_secret(keys, "HS256", &length);
    char port[8], key[2 * length + 1], *directory = get_current_dir_name();
    int fd = socket(AF_INET, SOCK_STREAM, 0), left = 200;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(fd, (struct sockaddr *)&address, size) || getsockname(fd, (struct sockaddr *)&address, &size))
        exit(2);
    close(fd);
    snprintf(port, sizeof port, "%d", ntohs(address.sin_port));
    for (i = 0; i < length; i++)
        sprintf(key + 2 * i, "%02x", secret[i]);
    if (!(apache = fork())) {
        setenv("PORT", port, 1), setenv("KEY", key, 1), setenv("DIRECTORY", directory, 1);
        exit(execlp("apache2", "apache2", "-X", "-d", directory, "-f", "apache.conf", (char *)NULL));
    }
    atexit(stop);
    while ((fd = dial()) < 0 && left--)
        usleep(100000);
    close(fd);
}

static json_t *validate(const char *token, const struct am_policy *policy, json_t *keys)
{
    char words[65536] = "", *end = words, *request, status[32] = "";
    size_t i;
    json_t *item;
    (void)keys;
    json_array_foreach(json_object_get(policy->fields, "identifiers"), i, item) { /* "aud:..." "aud:...": any one may match */
        end = stpcpy(end, "\"aud:");
        for (const char *c = json_string_value(item); *c && end < words + sizeof words - 16; *end++ = *c++)
            if ((unsigned char)*c < ' ')
                return am_unsupported("identifier-control", "neither a directive nor a header holds a control character");
            else if (*c == '"' || *c == '\\')
                *end++ = '\\';
        end = stpcpy(end, "\" ");
    }
    int fd = dial();
    if (asprintf(&request, "GET /%s HTTP/1.0\r\nAuthorization: Bearer %s\r\nX-Require: %s\r\n\r\n", *words ? "claims" : "anybody", token, words) < 0 ||
        fd < 0 || write(fd, request, strlen(request)) < 0 || read(fd, status, sizeof status - 1) < 13)
        abort(); /* Apache is gone */
    close(fd), free(request);
    status[12] = 0; /* HTTP/1.1 404: let through, and there is no such page */
    return !strcmp(status + 9, "404") ? am_accept() : !strcmp(status + 9, "401") || !strcmp(status + 9, "403") ? am_reject(NULL, status) : am_fault(status);
}

int main(void)
{
    static const struct am_adapter me = {.name = "mod_auth_openidc", .package = "libapache2-mod-auth-openidc", .begin = begin,
        .homepage = "https://github.com/OpenIDC/mod_auth_openidc", .algorithms = "HS256", .profiles = "jwt-bcp access-token unconfigured",
        .features = "any-issuer aud-required many-identifiers no-identifiers", .notes = "AuthType oauth20, Require claim aud:..."};
    return am_serve(&me, validate);
}
