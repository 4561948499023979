// org.bitbucket.b_c:jose4j behind the audiometer protocol.
import static audiometer.Audiometer.*;

import java.util.List;
import java.util.Map;
import org.jose4j.jwt.consumer.*;
import org.jose4j.keys.HmacKey;

public final class Adapter {
    private static final Map<Integer, String> REASONS = Map.of(ErrorCodes.AUDIENCE_MISSING, "aud-missing", ErrorCodes.AUDIENCE_INVALID, "aud-mismatch",
        ErrorCodes.ISSUER_MISSING, "iss-missing", ErrorCodes.ISSUER_INVALID, "iss-mismatch", ErrorCodes.MALFORMED_CLAIM, "aud-malformed",
        ErrorCodes.SIGNATURE_INVALID, "signature", ErrorCodes.JSON_INVALID, "claims-malformed");

    public static void main(String[] arguments) throws Exception {
        boolean skip = List.of(arguments).contains("--skip-default");
        library("jose4j", "org.bitbucket.b_c:jose4j", JwtConsumer.class).homepage("https://bitbucket.org/b_c/jose4j").algorithms("HS256")
            .features("aud-required", "aud-optional", "many-identifiers", "no-identifiers", "issuer", "any-issuer")
            .notes("setExpectedAudience(required, identifiers)" + (skip ? "; setSkipDefaultAudienceValidation() without identifiers" : "")).serve((token, policy, keys) -> {
                var builder = new JwtConsumerBuilder().setVerificationKey(new HmacKey(keys.secret()));
                if (policy.issuer() != null) builder.setExpectedIssuer(policy.issuer());
                if (!policy.identifiers().isEmpty()) builder.setExpectedAudience(policy.required(), policy.audience());
                else if (skip) builder.setSkipDefaultAudienceValidation();
                try {
                    builder.build().processToClaims(token);
                    return Verdict.accept();
                } catch (InvalidJwtException e) {
                    int code = e.getErrorDetails().isEmpty() ? 0 : e.getErrorDetails().get(0).getErrorCode();
                    return Verdict.reject(REASONS.getOrDefault(code, "other"), e);
                }
            });
    }
}
