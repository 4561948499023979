// cpp-jwt alone, without the SDK and the runner: each cause that expectations name, printed and asserted.
//   g++ -std=c++17 repro.cpp -o repro -lssl -lcrypto && ./repro    (needs libssl-dev)
#include <cassert>
#include <iostream>
#include <jwt/jwt.hpp>
#include <openssl/hmac.h>
#include <sys/wait.h>
#include <unistd.h>

static const std::string KEY = "a key of the reproduction, 32 b!";

static std::string base64url(const std::string& bytes) {
    std::string text(4 * (bytes.size() / 3 + 1) + 1, 0);
    text.resize(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(&text[0]), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
    text.resize(text.find_last_not_of('=') + 1);
    for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
    return text;
}

// A token with exactly these bytes as claims, HS256.
static std::string mint(const std::string& claims, const std::string& header = R"({"alg":"HS256","typ":"JWT"})") {
    std::string token = base64url(header) + "." + base64url(claims);
    unsigned char mac[32];
    HMAC(EVP_sha256(), KEY.data(), KEY.size(), reinterpret_cast<const unsigned char*>(token.data()), token.size(), mac, nullptr);
    return token + "." + base64url(std::string(reinterpret_cast<char*>(mac), sizeof mac));
}

// "accepts", "refuses", or "throws" for an exception that is none of the library's; no identifier: params::aud is left out.
static std::string verdict(const std::string& token, const std::string* identifier) {
    using namespace jwt::params;
    try {
        if (identifier) jwt::decode(token, algorithms({"HS256"}), secret(KEY), aud(*identifier));
        else jwt::decode(token, algorithms({"HS256"}), secret(KEY));
        return "accepts";
    } catch (const jwt::VerificationError&) { return "refuses";
    } catch (const jwt::DecodeError&) { return "refuses";
    } catch (const std::exception&) { return "throws"; }
}

// In a process of its own, because one cause ends it.
static void show(const std::string& observed, const std::string& cause, const std::string& token, const std::string* identifier) {
    int ends[2], status;
    if (pipe(ends)) std::abort();
    pid_t child = fork();
    if (!child) {
        std::string v = verdict(token, identifier);
        _exit(write(ends[1], v.data(), v.size()) < 0);
    }
    close(ends[1]);
    char buffer[16];
    ssize_t length = read(ends[0], buffer, sizeof buffer);
    close(ends[0]);
    waitpid(child, &status, 0);
    std::string v = WIFSIGNALED(status) ? "dies" : std::string(buffer, length);
    std::cout << v << "\t" << cause << std::endl;
    assert(v == observed);
}

int main() {
    using namespace std::string_literals;
    const std::string me = "me", with_nul = "me\0x"s;
    show("accepts", R"(aud "me", "me" expected)", mint(R"({"aud":"me"})"), &me);
    show("refuses", R"(aud "other", "me" expected)", mint(R"({"aud":"other"})"), &me);
    show("refuses", R"(aud ["me"], "me" expected: a list never matches)", mint(R"({"aud":["me"]})"), &me);
    show("accepts", R"(aud "me", "me\0x" expected: kept up to its NUL)", mint(R"({"aud":"me"})"), &with_nul);
    show("refuses", R"(aud "me\u0000x", "me\0x" expected)", mint(R"({"aud":"me\u0000x"})"), &with_nul);
    show("accepts", "a NUL and more behind the object: not read", mint("{\"aud\":\"me\"}\0,\"x\":1}"s), &me);
    show("accepts", "no audience expected, aud \"other\"", mint(R"({"aud":"other"})"), nullptr);
    show("refuses", "typ kb+jwt: no typ but JWT is taken", mint(R"({"aud":"me"})", R"({"alg":"HS256","typ":"kb+jwt"})"), &me);
    show("refuses", R"(x and x\u0000: taken for duplicates)", mint(R"({"aud":"me","x":1,"x\u0000":2})"), &me);
    show("accepts", "the payload null, no audience expected: as claims without members", mint("null"), nullptr);
    show("refuses", "the payload null, \"me\" expected", mint("null"), &me);
    show("throws", "the payload true", mint("true"), &me);
    show("throws", "a payload that is a list", mint(R"([{"aud":"me"}])"), &me);
    show("dies", R"(a claim aud\u0000 and no aud: taken for aud, and not found)", mint(R"({"aud\u0000":"me"})"), &me);
}
