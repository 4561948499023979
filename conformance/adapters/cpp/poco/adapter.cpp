// POCO JWT: Signer::verify, then Token::getAudience, as the class documentation shows them.
#include "../sdk/audiometer.hpp"
#include <Poco/JWT/JWTException.h>
#include <Poco/JWT/Signer.h>
#include <Poco/JWT/Token.h>

using namespace audiometer;

static Reply validate(const std::string& token, const Policy&, const json& keys) {
    Poco::JWT::Signer signer(secret(keys["HS256"])); // HS256 is what it allows then
    Poco::JWT::Token verified;
    try {
        verified = signer.verify(token);
    } catch (const Poco::JWT::SignatureException& e) {
        return reject("signature", e.displayText());
    } catch (const Poco::JWT::JWTException& e) {
        return reject("claims-malformed", e.displayText());
    }
    // An empty list where there is no aud: the library does not tell the two apart.
    return decoded(verified.getAudience());
}

int main() {
    return serve({"POCO JWT", "libpoco-dev", "https://pocoproject.org", "Signer::verify, then Token::getAudience", {"HS256"},
                  {"any-issuer", "aud-optional", "aud-required", "many-identifiers"}, "decoder"}, validate);
}
