// io.smallrye:smallrye-jwt, MicroProfile JWT as Quarkus and WildFly use it, behind the audiometer protocol.
import static audiometer.Audiometer.*;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.*;
import java.util.*;
import javax.crypto.spec.SecretKeySpec;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        library("smallrye-jwt", "io.smallrye:smallrye-jwt", DefaultJWTParser.class).homepage("https://github.com/smallrye/smallrye-jwt").algorithms("HS256")
            .features("aud-required", "many-identifiers", "no-identifiers", "issuer", "any-issuer").notes("JWTAuthContextInfo.setExpectedAudience(identifiers)").serve((token, policy, keys) -> {
                // The constructor's second argument is the issuer; null: iss is not looked at.
                var context = new JWTAuthContextInfo(new SecretKeySpec(keys.secret(), "HmacSHA256"), policy.issuer());
                context.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
                if (!policy.identifiers().isEmpty()) context.setExpectedAudience(new HashSet<>(policy.identifiers()));
                try {
                    new DefaultJWTParser(context).parse(token);
                    return Verdict.accept();
                } catch (ParseException e) {
                    return Verdict.reject("other", e.getCause() instanceof Exception cause ? cause : e);
                }
            });
    }
}
