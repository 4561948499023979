// com.google.oauth-client:google-oauth-client, its verifier of ID tokens, behind the audiometer protocol.
import static audiometer.Audiometer.*;

import com.google.api.client.auth.openidconnect.*;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        // An audience that is not the recipient's own is always refused ("trusted audience client IDs", all of them), hence extras-none.
        library("google-oauth-client", "com.google.oauth-client:google-oauth-client", IdTokenVerifier.class)
            .homepage("https://github.com/googleapis/google-oauth-java-client").algorithms("RS256")
            .features("aud-required", "many-identifiers", "no-identifiers", "issuer", "any-issuer", "extras-none").profiles("oidc-errata1", "oidc", "oidc-strict", "oidc-backend", "unconfigured")
            .notes("IdTokenVerifier.setAudience(identifiers); the signature by IdToken.verifySignature, since verify() would fetch the keys").serve((token, policy, keys) -> {
                var verifier = new IdTokenVerifier.Builder();
                if (!policy.identifiers().isEmpty()) verifier.setAudience(policy.identifiers());
                if (policy.issuer() != null) verifier.setIssuer(policy.issuer());
                IdToken parsed;
                try {
                    parsed = IdToken.parse(GsonFactory.getDefaultInstance(), token);
                } catch (IOException e) { // what parse() is documented to throw
                    return Verdict.reject("claims-malformed", e);
                }
                if (!parsed.verifySignature(keys.rsa())) return Verdict.reject("signature", new Exception("verifySignature: false"));
                return verifier.build().verify(parsed) ? Verdict.accept() : Verdict.reject("other", new Exception("verify: false"));
            });
    }
}
