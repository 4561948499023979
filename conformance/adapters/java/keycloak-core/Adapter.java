// org.keycloak:keycloak-core, the TokenVerifier of Keycloak's adapters, behind the audiometer protocol.
import static audiometer.Audiometer.*;

import javax.crypto.spec.SecretKeySpec;
import org.keycloak.TokenVerifier;
import org.keycloak.common.VerificationException;
import org.keycloak.representations.JsonWebToken;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        // audience(...) takes several, but every one of them has to be in the token.
        library("keycloak-core", "org.keycloak:keycloak-core", TokenVerifier.class).homepage("https://www.keycloak.org").algorithms("HS256")
            .features("aud-required", "no-identifiers", "issuer", "any-issuer").notes("TokenVerifier.create(token, JsonWebToken.class).audience(identifier)").serve((token, policy, keys) -> {
                var verifier = TokenVerifier.create(token, JsonWebToken.class).withChecks(TokenVerifier.IS_ACTIVE).secretKey(new SecretKeySpec(keys.secret(), "HmacSHA256"));
                if (policy.issuer() != null) verifier.withChecks(new TokenVerifier.RealmUrlCheck(policy.issuer()));
                if (!policy.identifiers().isEmpty()) verifier.audience(policy.audience());
                try {
                    verifier.verify();
                    return Verdict.accept();
                } catch (VerificationException e) {
                    String message = String.valueOf(e.getMessage());
                    return Verdict.reject(message.contains("audience") ? "aud-mismatch" : message.contains("signature") ? "signature" : "other", e);
                }
            });
    }
}
