// com.nimbusds:oauth2-oidc-sdk, its validator of ID tokens, behind the audiometer protocol.
import static audiometer.Audiometer.*;

import com.nimbusds.jose.*;
import com.nimbusds.jose.proc.*;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.*;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        library("oauth2-oidc-sdk", "com.nimbusds:oauth2-oidc-sdk", IDTokenValidator.class).homepage("https://connect2id.com/products/nimbus-oauth-openid-connect-sdk")
            .algorithms("HS256").features("aud-required", "issuer", "azp-errata2").profiles("oidc-errata1", "oidc", "oidc-strict")
            .notes("IDTokenValidator(issuer, client id, HS256, client secret)").serve((token, policy, keys) -> {
                String identifier = policy.identifiers().get(0);
                if ("".equals(policy.issuer())) return Verdict.unsupported("empty-issuer"); // IllegalArgumentException of new Issuer
                if (policy.clientId() != null && !identifier.equals(policy.clientId())) return Verdict.unsupported("identifier-not-client-id");
                ClientID clientId;
                try {
                    clientId = new ClientID(identifier);
                } catch (IllegalArgumentException e) { // documented for a value that is empty: nothing is accepted under such a client id
                    return Verdict.reject("other", e);
                }
                var validator = new IDTokenValidator(new Issuer(policy.issuer() == null ? keys.issuer() : policy.issuer()), clientId,
                    JWSAlgorithm.HS256, new Secret(new String(keys.secret(), java.nio.charset.StandardCharsets.UTF_8)));
                try {
                    validator.validate(JWTParser.parse(token), null);
                    return Verdict.accept();
                } catch (java.text.ParseException e) {
                    return Verdict.reject("claims-malformed", e);
                } catch (BadJWSException e) {
                    return Verdict.reject("signature", e);
                } catch (BadJOSEException | JOSEException e) { // the two that validate() is documented to throw
                    return Verdict.reject(reason(e.getMessage()), e);
                }
            });
    }

    private static String reason(String message) {
        if (message.contains("azp")) return "azp-mismatch";
        if (message.contains("Missing JWT audience")) return "aud-missing";
        return message.contains("audience") ? "aud-mismatch" : message.contains("issuer") ? "iss-mismatch" : "other";
    }
}
