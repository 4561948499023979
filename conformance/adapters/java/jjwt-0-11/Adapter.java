// io.jsonwebtoken (jjwt, 0.11), whose interface changed with 0.12, behind the audiometer protocol.
import static audiometer.Audiometer.*;

import io.jsonwebtoken.*;
import java.util.*;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        Map<List<Object>, JwtParser> parsers = new HashMap<>(); // they are immutable, and meant to be kept
        library("jjwt 0.11", "io.jsonwebtoken:jjwt-api", Jwts.class).homepage("https://github.com/jwtk/jjwt").algorithms("HS256")
            .features("aud-required", "no-identifiers", "issuer", "any-issuer").notes("requireAudience(identifier)").serve((token, policy, keys) -> {
                List<Object> expected = Arrays.asList(policy.identifiers(), policy.issuer());
                if (!parsers.containsKey(expected)) {
                    JwtParserBuilder parser = Jwts.parserBuilder().setSigningKey(io.jsonwebtoken.security.Keys.hmacShaKeyFor(keys.secret()));
                    if (policy.issuer() != null) parser.requireIssuer(policy.issuer());
                    policy.identifiers().forEach(parser::requireAudience);
                    parsers.put(expected, parser.build());
                }
                try {
                    parsers.get(expected).parseClaimsJws(token);
                    return Verdict.accept();
                } catch (JwtException e) {
                    return Verdict.reject(reason(e), e);
                }
            });
    }

    private static String reason(JwtException e) {
        if (e instanceof io.jsonwebtoken.security.SignatureException) return "signature";
        if (e instanceof MalformedJwtException) return "claims-malformed";
        if (e instanceof MissingClaimException) return e.getMessage().contains("aud") ? "aud-missing" : "iss-missing";
        if (e instanceof IncorrectClaimException) return e.getMessage().contains("aud") ? "aud-mismatch" : "iss-mismatch";
        return "other";
    }
}
