// com.nimbusds:nimbus-jose-jwt behind the audiometer protocol.
import static audiometer.Audiometer.*;

import com.nimbusds.jose.*;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.proc.*;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.*;
import java.util.*;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        boolean optional = List.of(arguments).contains("--optional-aud");
        library("nimbus-jose-jwt", "com.nimbusds:nimbus-jose-jwt", JOSEException.class).homepage("https://connect2id.com/products/nimbus-jose-jwt").algorithms("HS256")
            .features(optional ? "aud-optional" : "aud-required", "many-identifiers", "no-identifiers", "issuer", "any-issuer")
            .notes("DefaultJWTClaimsVerifier(accepted audiences" + (optional ? " and null" : "") + ", exact claims, required claims)").serve((token, policy, keys) -> {
                Set<String> accepted = policy.identifiers().isEmpty() ? null : new HashSet<>(policy.identifiers());
                if (optional && accepted != null) accepted.add(null); // "null allows JWTs with no audience"
                var exact = new JWTClaimsSet.Builder();
                if (policy.issuer() != null) exact.issuer(policy.issuer());
                var processor = new DefaultJWTProcessor<SecurityContext>();
                processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.HS256, new ImmutableSecret<>(keys.secret())));
                processor.setJWSTypeVerifier((type, context) -> { }); // each kind of token has its own type, which is not what is asked
                processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(accepted, exact.build(), Set.of(), Set.of()));
                try {
                    processor.process(token, null);
                    return Verdict.accept();
                } catch (java.text.ParseException e) { // the three that process() is documented to throw
                    return Verdict.reject("claims-malformed", e);
                } catch (BadJWSException e) {
                    return Verdict.reject("signature", e);
                } catch (BadJOSEException | JOSEException e) {
                    return Verdict.reject(reason(e.getMessage()), e);
                }
            });
    }

    private static String reason(String message) {
        if (message.contains("missing required audience")) return "aud-missing";
        return message.contains("audience") ? "aud-mismatch" : message.contains("iss") ? "iss-mismatch" : "other";
    }
}
