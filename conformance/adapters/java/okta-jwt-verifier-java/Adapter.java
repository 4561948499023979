// com.okta.jwt:okta-jwt-verifier behind the audiometer protocol.
import static audiometer.Audiometer.*;

import com.okta.jwt.JwtVerificationException;
import com.okta.jwt.impl.jjwt.JjwtAccessTokenVerifier;
import io.jsonwebtoken.*;
import java.security.Key;
import java.time.Duration;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        library("okta-jwt-verifier", "com.okta.jwt:okta-jwt-verifier", JwtVerificationException.class).homepage("https://github.com/okta/okta-jwt-verifier-java")
            .algorithms("RS256").features("aud-required", "issuer").profiles("jwt-core", "jwt-bcp", "access-token")
            .notes("the verifier of access tokens, with issuer and audience").serve((token, policy, keys) -> {
                String issuer = policy.issuer() == null ? keys.issuer() : policy.issuer(); // it always compares one
                Key key = keys.rsa();
                SigningKeyResolver resolver = new SigningKeyResolverAdapter() { // the builder's would fetch the keys
                    @Override public Key resolveSigningKey(JwsHeader header, Claims claims) { return key; }
                };
                try {
                    new JjwtAccessTokenVerifier(issuer, policy.identifiers().get(0), Duration.ZERO, resolver).decode(token);
                    return Verdict.accept();
                } catch (JwtVerificationException e) {
                    return Verdict.reject(String.valueOf(e.getCause()).contains("aud") ? "aud-mismatch" : "other", e);
                }
            });
    }
}
