// io.jsonwebtoken (jjwt, 0.12 and later) behind the audiometer protocol.
import static audiometer.Audiometer.*;

import io.jsonwebtoken.*;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        // requireAudience may be called again, but then every one of the audiences has to be in the token, so a list of which any one may match is not offered.
        library("jjwt", "io.jsonwebtoken:jjwt-api", Jwts.class).homepage("https://github.com/jwtk/jjwt").algorithms("HS256")
            .features("aud-required", "no-identifiers", "issuer", "any-issuer").notes("requireAudience(identifier)").serve((token, policy, keys) -> {
                JwtParserBuilder parser = Jwts.parser().verifyWith(io.jsonwebtoken.security.Keys.hmacShaKeyFor(keys.secret()));
                if (policy.issuer() != null) parser.requireIssuer(policy.issuer());
                policy.identifiers().forEach(parser::requireAudience);
                try {
                    parser.build().parseSignedClaims(token);
                    return Verdict.accept();
                } catch (JwtException e) {
                    return Verdict.reject(reason(e), e);
                }
            });
    }

    private static String reason(JwtException e) {
        if (e instanceof io.jsonwebtoken.security.SignatureException) return "signature";
        if (e instanceof MalformedJwtException) return "claims-malformed";
        if (!(e instanceof InvalidClaimException claim)) return "other";
        return claim.getClaimName() + (e instanceof MissingClaimException ? "-missing" : "-mismatch");
    }
}
