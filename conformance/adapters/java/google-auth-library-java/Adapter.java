// com.google.auth:google-auth-library-oauth2-http, its verifier of tokens that Google signed, behind the audiometer protocol.
import static audiometer.Audiometer.*;

import com.google.auth.oauth2.TokenVerifier;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        library("google-auth-library", "com.google.auth:google-auth-library-oauth2-http", TokenVerifier.class)
            .homepage("https://github.com/googleapis/google-auth-library-java").algorithms("RS256").features("aud-required", "no-identifiers", "issuer", "any-issuer")
            .profiles("jwt-bcp", "unconfigured", "oidc-backend").notes("TokenVerifier with setAudience and setPublicKey").serve((token, policy, keys) -> {
                var verifier = TokenVerifier.newBuilder().setPublicKey(keys.rsa());
                if (policy.issuer() != null) verifier.setIssuer(policy.issuer());
                if (!policy.identifiers().isEmpty()) verifier.setAudience(policy.identifiers().get(0));
                try {
                    verifier.build().verify(token);
                    return Verdict.accept();
                } catch (TokenVerifier.VerificationException e) {
                    return Verdict.reject(reason(e.getMessage()), e);
                }
            });
    }

    private static String reason(String message) {
        if (message.contains("audience")) return "aud-mismatch";
        return message.contains("issuer") ? "iss-mismatch" : message.contains("signature") ? "signature" : "other";
    }
}
