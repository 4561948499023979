// POCO JWT alone, without the SDK and the runner: each cause that expectations name, printed and asserted.
//   g++ -std=c++17 repro.cpp -o repro -lPocoJWT -lPocoJSON -lPocoCrypto -lPocoFoundation -lcrypto && ./repro    (needs libssl-dev)
#include <Poco/JWT/JWTException.h>
#include <Poco/JWT/Signer.h>
#include <Poco/JWT/Token.h>
#include <cassert>
#include <iostream>
#include <openssl/hmac.h>

static const std::string KEY = "a key of the reproduction, 32 b!";

static std::string base64url(const std::string& bytes) {
    std::string text(4 * (bytes.size() / 3 + 1) + 1, 0);
    text.resize(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(&text[0]), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
    text.resize(text.find_last_not_of('=') + 1);
    for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
    return text;
}

// A token with exactly these bytes as claims, HS256.
static std::string mint(const std::string& claims) {
    std::string token = base64url(R"({"alg":"HS256","typ":"JWT"})") + "." + base64url(claims);
    unsigned char mac[32];
    HMAC(EVP_sha256(), KEY.data(), KEY.size(), reinterpret_cast<const unsigned char*>(token.data()), token.size(), mac, nullptr);
    return token + "." + base64url(std::string(reinterpret_cast<char*>(mac), sizeof mac));
}

// The values that getAudience gives, each in brackets.
static std::string audience(const std::string& token) {
    try {
        std::string text = "list";
        for (const auto& value : Poco::JWT::Signer(KEY).verify(token).getAudience()) text += " <" + value + ">";
        return text;
    } catch (const Poco::JWT::JWTException&) {
        return "refused";
    } catch (const Poco::InvalidAccessException&) {
        return "InvalidAccessException";
    }
}

static void show(const std::string& claims, const std::string& observed) {
    std::string text = audience(mint(claims));
    std::cout << claims << "\n    " << text << std::endl;
    assert(text == observed);
}

int main() {
    show(R"({"aud":"me"})", "list <me>");
    show(R"({"aud":["me","other"]})", "list <me> <other>");
    show(R"({})", "list");                                        // no aud, and
    show(R"({"aud":[]})", "list");                                // an empty list: the same
    show(R"({"aud":100})", "list <100>");                         // texts of what is no string
    show(R"({"aud":true})", "list <true>");
    show(R"({"aud":[1e2]})", "list <100>");
    show(R"({"aud":null})", "InvalidAccessException");
    show(R"({"aud":["me",null]})", "InvalidAccessException");
    show(R"({"aud":"other","aud\u0000x":"me"})", "list <me>");    // a name up to its NUL
    show(R"({"aud":"me","aud\u0000":"other"})", "list <other>");
    show(R"({"aud":"me","n":123456789012345678901234567890})", "refused");
}
