// org.wildfly.security:wildfly-elytron-realm-token behind the audiometer protocol.
import static audiometer.Audiometer.*;

import java.util.*;
import org.wildfly.security.auth.realm.token.validator.JwtValidator;
import org.wildfly.security.evidence.BearerTokenEvidence;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        Map<List<Object>, JwtValidator> validators = new HashMap<>(); // a realm has one
        library("wildfly-elytron", "org.wildfly.security:wildfly-elytron-realm-token", JwtValidator.class).homepage("https://wildfly-security.github.io/wildfly-elytron/")
            .algorithms("RS256").features("aud-required", "many-identifiers", "no-identifiers", "issuer", "any-issuer").notes("JwtValidator.builder().audience(identifiers)")
            .serve((token, policy, keys) -> {
                List<Object> expected = Arrays.asList(policy.identifiers(), policy.issuer());
                if (!validators.containsKey(expected)) {
                    var validator = JwtValidator.builder().publicKey(keys.rsa());
                    if (policy.issuer() != null) validator.issuer(policy.issuer());
                    if (!policy.identifiers().isEmpty()) validator.audience(policy.audience());
                    validators.put(expected, validator.build());
                }
                // null is how a refusal is told; the cause goes to the log only
                return validators.get(expected).validate(new BearerTokenEvidence(token)) != null ? Verdict.accept() : Verdict.reject("other", new Exception("validate: null"));
            });
    }
}
