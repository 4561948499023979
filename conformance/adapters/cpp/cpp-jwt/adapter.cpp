// cpp-jwt: jwt::decode with jwt::params::aud, as README.md shows it.
#include "../sdk/audiometer.hpp"
#include <jwt/jwt.hpp>

using namespace audiometer;

static Reply validate(const std::string& token, const Policy& policy, const json& keys) {
    using namespace jwt::params;
    const std::string bytes = audiometer::secret(keys["HS256"]); // a parameter is a view of its argument
    const auto key = jwt::params::secret(bytes);
    const std::vector<std::string> names = {"HS256"};
    const auto algorithm = algorithms(names);
    try {
        // The parameters are a list at compile time: one call for each of the four.
        if (!policy.identifiers.empty() && policy.issuer)
            jwt::decode(token, algorithm, key, aud(policy.identifiers.front()), issuer(*policy.issuer));
        else if (!policy.identifiers.empty())
            jwt::decode(token, algorithm, key, aud(policy.identifiers.front()));
        else if (policy.issuer)
            jwt::decode(token, algorithm, key, issuer(*policy.issuer));
        else
            jwt::decode(token, algorithm, key);
        return accept();
    } catch (const jwt::InvalidAudienceError& e) {
        return reject(e); // missing or another: the library does not say which
    } catch (const jwt::InvalidIssuerError& e) {
        return reject(e);
    } catch (const jwt::InvalidSignatureError& e) {
        return reject("signature", e);
    } catch (const jwt::VerificationError& e) {
        return reject(e);
    } catch (const jwt::DecodeError& e) {
        return reject("claims-malformed", e);
    }
}

int main() {
    return serve({"cpp-jwt", "libcpp-jwt-dev", "https://github.com/arun11299/cpp-jwt", "jwt::decode with params::aud, one expected string",
                  {"HS256"}, {"any-issuer", "aud-required", "issuer", "no-identifiers"}}, validate);
}
