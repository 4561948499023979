// The SDK for adapters in C++: everything of the protocol but the library. A whole adapter:
//
//     #include "../sdk/audiometer.hpp"
//
//     static audiometer::Reply validate(const std::string& token, const audiometer::Policy& policy, const audiometer::json& keys) {
//         try {
//             mylib::verify(token, audiometer::secret(keys["HS256"]), policy.identifiers.front(), policy.issuer);
//             return audiometer::accept();
//         } catch (const mylib::InvalidAudience& e) { return audiometer::reject("aud-mismatch", e); }
//     }
//
//     int main() {
//         return audiometer::serve({"mylib", "libmylib-dev", "https://mylib.example", "one expected value", {"HS256"}, {"aud-required"}}, validate);
//     }
//
// Any other exception is a fault. What is printed to stdout goes to stderr; the protocol has the real one. A crash is for the runner to charge.
// Build: g++ -std=c++17 adapter.cpp -lmylib (needs nlohmann-json3-dev)
#pragma once
#include <cxxabi.h>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <gnu/libc-version.h>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <typeinfo>
#include <unistd.h>
#include <vector>

namespace audiometer {

using json = nlohmann::json;

struct Adapter {
    std::string name, package, homepage, notes;
    std::vector<std::string> algorithms, features; // the runner signs with the first algorithm
    std::string kind = "";                         // "decoder", or empty for a library that checks the audience itself
    std::string version = "";                      // read from the library; empty: asked of dpkg-query
    std::vector<std::string> profiles = {};        // empty: all
};

struct Policy {
    std::vector<std::string> identifiers;
    std::optional<std::string> issuer; // empty: iss is not to be looked at
    bool aud_required;
    json fields; // the whole policy, for what is not above
};

struct Reply { json fields; };

inline std::string describe(const std::exception& e) {
    int status = 0;
    char* type = abi::__cxa_demangle(typeid(e).name(), nullptr, nullptr, &status);
    std::string text = std::string(type ? type : typeid(e).name()) + ": " + e.what();
    std::free(type);
    return text.substr(0, 500);
}

inline Reply accept() { return {{{"verdict", "accept"}}}; }
inline Reply reject(const std::string& reason, const std::exception& e) { return {{{"verdict", "reject"}, {"reason", reason}, {"error", describe(e)}}}; }
inline Reply reject(const std::exception& e) { return {{{"verdict", "reject"}, {"error", describe(e)}}}; }
inline Reply reject(const std::string& reason, const std::string& error) { return {{{"verdict", "reject"}, {"reason", reason}, {"error", error.substr(0, 500)}}}; }
inline Reply unsupported(const std::string& feature) { return {{{"verdict", "unsupported"}, {"feature", feature}}}; }
inline Reply fault(const std::string& error) { return {{{"verdict", "fault"}, {"error", error.substr(0, 500)}}}; }
inline Reply decoded() { return {{{"verdict", "decoded"}}}; } // the library hands over no aud
inline Reply decoded(const json& aud) { return {{{"verdict", "decoded"}, {"aud", aud}}}; }

// The bytes of a symmetric JWK.
inline std::string secret(const json& jwk) {
    static const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string bytes;
    unsigned bits = 0, held = 0;
    for (char c : jwk.at("k").get<std::string>()) {
        bits = bits << 6 | static_cast<unsigned>(alphabet.find(c));
        if ((held += 6) >= 8) bytes += static_cast<char>(bits >> (held -= 8));
    }
    return bytes;
}

// ${source:Upstream-Version} is the version of the library, without what Debian adds ("1.4+ds-3" is 1.4).
inline std::string dpkg(const std::string& package, const std::string& field) {
    char text[100] = "";
    FILE* pipe = popen(("dpkg-query -W -f '${" + field + "}' " + package).c_str(), "r");
    if (!pipe || !std::fgets(text, sizeof text, pipe) || pclose(pipe)) throw std::runtime_error("no version of " + package);
    return text;
}

inline json start(const Adapter& me) {
    std::string version = me.version.empty() ? dpkg(me.package, "source:Upstream-Version") : me.version;
    json reply = {{"protocol", 1}, {"algorithms", me.algorithms}, {"features", me.features}, {"window", 64}, {"notes", me.notes}};
    reply["implementation"] = {{"name", me.name}, {"version", version.substr(0, version.find_first_of("+~"))}, {"language", "C++"},
        {"runtime", std::string("GCC " __VERSION__ ", glibc ") + gnu_get_libc_version() + ", Debian " + dpkg(me.package, "Version")},
        {"registry", "debian"}, {"package", me.package}, {"homepage", me.homepage}};
    if (!me.kind.empty()) reply["kind"] = me.kind;
    if (!me.profiles.empty()) reply["profiles"] = me.profiles;
    return reply;
}

using Validate = std::function<Reply(const std::string& token, const Policy&, const json& keys)>;

inline json put(const Validate& validate, const json& request, const json& keys) {
    static const std::vector<std::pair<std::string, std::vector<std::string>>> known = {{"presence", {"required", "optional"}},
        {"shape", {"any", "string"}}, {"extras", {"allowed", "trusted", "none"}}, {"azp", {"ignored", "errata1", "errata2", "strict"}}};
    try {
        const json& fields = request.at("policy");
        for (const auto& [field, values] : known) { // a value that this SDK has never heard of would be configured wrongly
            auto value = fields.at(field).get<std::string>();
            if (std::find(values.begin(), values.end(), value) == values.end()) return unsupported(field + "-" + value).fields;
        }
        Policy policy{fields.at("identifiers"), std::nullopt, fields.at("presence") == "required", fields};
        if (fields.contains("issuer") && fields["issuer"].is_string()) policy.issuer = fields["issuer"].get<std::string>();
        return validate(request.at("token").get<std::string>(), policy, keys).fields;
    } catch (const std::exception& e) {
        return fault(describe(e)).fields;
    } catch (...) {
        return fault("an exception that is no std::exception").fields;
    }
}

inline int serve(const Adapter& me, const Validate& validate) {
    FILE* out = fdopen(dup(STDOUT_FILENO), "w");
    dup2(STDERR_FILENO, STDOUT_FILENO);
    json keys;
    for (std::string line; std::getline(std::cin, line);) {
        json request = json::parse(line, nullptr, false), reply;
        if (!request.is_object()) return std::cerr << "not a request\n", 2;
        std::string command = request.value("cmd", "");
        bool offered = true;
        if (command == "start") {
            const json& versions = request.at("protocol");
            offered = versions.at("min") <= 1 && versions.at("max") >= 1;
            keys = request.at("keys");
            reply = offered ? start(me) : json{{"error", "this adapter speaks protocol 1 only"}};
        } else if (command == "validate") {
            reply = put(validate, request, keys);
        } else {
            reply = unsupported("command " + command).fields;
        }
        reply["seq"] = request["seq"];
        // What libraries print need not be UTF-8.
        std::fprintf(out, "%s\n", reply.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
        std::fflush(out);
        if (!offered) return 1;
    }
    return 0;
}

} // namespace audiometer
