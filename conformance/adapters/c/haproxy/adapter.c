/* HAProxy: jwt_verify and jwt_payload_query in the rules of a frontend. The adapter runs an HAProxy of its own with haproxy.cfg, on a
 * free port of the loopback interface, and puts each token to it in a request. */
#define _GNU_SOURCE
#include "../sdk/audiometer.h"
#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t haproxy;
static struct sockaddr_in address = {.sin_family = AF_INET};

static int dial(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return connect(fd, (struct sockaddr *)&address, sizeof address) ? (close(fd), -1) : fd;
}

static void stop(void) { kill(haproxy, SIGKILL), waitpid(haproxy, NULL, 0); }

static void begin(json_t *keys)
{
    socklen_t size = sizeof address;
    size_t length;
    char port[8], *key = (char *)am_secret(keys, "HS256", &length);
    int fd = socket(AF_INET, SOCK_STREAM, 0), left = 200;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(fd, (struct sockaddr *)&address, size) || getsockname(fd, (struct sockaddr *)&address, &size))
        exit(2);
    close(fd);
    snprintf(port, sizeof port, "%d", ntohs(address.sin_port));
    if (!(haproxy = fork())) {
        setenv("PORT", port, 1), setenv("KEY", key, 1);
        exit(execlp("haproxy", "haproxy", "-db", "-f", "haproxy.cfg", (char *)NULL));
    }
    atexit(stop);
    while ((fd = dial()) < 0 && left--)
        usleep(100000);
    close(fd);
}

/* "NAME: BASE64\r\n", or nothing. */
static char *header(char *out, const char *name, const char *value)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *c = (const unsigned char *)value;
    size_t left = strlen(value ? value : "");
    for (out = value ? stpcpy(stpcpy(out, name), ": ") : out; left; c += left > 2 ? 3 : left, left -= left > 2 ? 3 : left) {
        unsigned bits = (unsigned)c[0] << 16 | (left > 1 ? c[1] << 8 : 0) | (left > 2 ? c[2] : 0);
        *out++ = digits[bits >> 18], *out++ = digits[bits >> 12 & 63];
        *out++ = left > 1 ? digits[bits >> 6 & 63] : '=', *out++ = left > 2 ? digits[bits & 63] : '=';
    }
    return value ? stpcpy(out, "\r\n") : out;
}

static json_t *validate(const char *token, const struct am_policy *policy, json_t *keys)
{
    char *request = malloc(strlen(token) + 65536), *end, status[32] = "";
    int fd = dial();
    (void)keys;
    end = stpcpy(stpcpy(stpcpy(request, "GET / HTTP/1.0\r\nAuthorization: Bearer "), token), "\r\n");
    end = stpcpy(header(header(end, "X-Issuer", policy->issuer), "X-Audience", policy->identifier), "\r\n");
    if (fd < 0 || write(fd, request, (size_t)(end - request)) < 0 || read(fd, status, sizeof status - 1) < 13)
        abort(); /* HAProxy is gone */
    close(fd), free(request);
    status[12] = 0; /* HTTP/1.1 200 */
    return !strcmp(status + 9, "200") ? am_accept() : !strcmp(status + 9, "401") ? am_reject("signature", status)
           : !strcmp(status + 9, "403") ? am_reject(NULL, status) : am_fault(status);
}

int main(void)
{
    static const struct am_adapter me = {.name = "HAProxy", .package = "haproxy", .homepage = "https://www.haproxy.org", .begin = begin,
        .algorithms = "HS256", .profiles = "jwt-bcp access-token unconfigured", .features = "any-issuer aud-required issuer no-identifiers",
        .notes = "jwt_payload_query('$.aud') compared with one word"};
    return am_serve(&me, validate);
}
