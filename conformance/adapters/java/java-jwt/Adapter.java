// com.auth0:java-jwt behind the audiometer protocol.
import static audiometer.Audiometer.*;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.Verification;
import java.util.List;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        boolean all = List.of(arguments).contains("--all-of");
        String features = "aud-required no-identifiers issuer any-issuer" + (all ? "" : " many-identifiers");
        library("java-jwt", "com.auth0:java-jwt", JWT.class).homepage("https://github.com/auth0/java-jwt").algorithms("HS256").features(features.split(" "))
            .notes(all ? "withAudience(one identifier)" : "withAnyOfAudience(identifiers)").serve((token, policy, keys) -> {
                Verification expected = JWT.require(Algorithm.HMAC256(keys.secret()));
                if (policy.issuer() != null) expected.withIssuer(policy.issuer());
                // An empty list would mean "no audience wanted" to withAudience, too, but an application that has no audience leaves the call out.
                if (!policy.identifiers().isEmpty()) {
                    if (all) expected.withAudience(policy.audience());
                    else expected.withAnyOfAudience(policy.audience());
                }
                try {
                    expected.build().verify(token);
                    return Verdict.accept();
                } catch (JWTVerificationException e) { // what verify() is documented to throw; its subclasses tell why
                    return Verdict.reject("other", e);
                }
            });
    }
}
