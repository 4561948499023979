// io.helidon.security:helidon-security-jwt (3, the last for Java 17) behind the audiometer protocol.
import static audiometer.Audiometer.*;

import io.helidon.common.Errors;
import io.helidon.security.jwt.*;
import io.helidon.security.jwt.jwk.*;
import jakarta.json.*;
import java.io.StringReader;
import java.util.*;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        List<Jwk> known = new ArrayList<>(); // the key, read once
        library("helidon-security-jwt", "io.helidon.security:helidon-security-jwt", Jwt.class).homepage("https://helidon.io").algorithms("HS256")
            .features("aud-required", "aud-optional", "many-identifiers", "no-identifiers", "issuer", "any-issuer")
            .notes("Jwt.addAudienceValidator(validators, identifiers, mandatory), and the default validators of the times").serve((token, policy, keys) -> {
                List<Validator<Jwt>> validators = new ArrayList<>(Jwt.defaultTimeValidators());
                if (policy.issuer() != null) Jwt.addIssuerValidator(validators, policy.issuer(), true);
                if (!policy.identifiers().isEmpty()) Jwt.addAudienceValidator(validators, new HashSet<>(policy.identifiers()), policy.required());
                if (known.isEmpty()) {
                    JsonObject jwk = Json.createReader(new StringReader(keys.jwk("HS256"))).readObject();
                    known.add(JwkOctet.create(Json.createObjectBuilder(jwk).add("kid", "default").build())); // it wants a name; tokens that give none get the default
                }
                Jwk key = known.get(0);
                try {
                    SignedJwt signed = SignedJwt.parseToken(token);
                    Errors errors = signed.verifySignature(JwkKeys.builder().addKey(key).build(), key);
                    if (!errors.isValid()) return Verdict.reject("signature", new Exception(errors.toString()));
                    errors = signed.getJwt().validate(validators);
                    return errors.isValid() ? Verdict.accept() : Verdict.reject("other", new Exception(errors.toString()));
                } catch (JwtException | Errors.ErrorMessagesException e) { // parseToken is documented to throw the latter for "invalid content, see Errors"
                    return Verdict.reject("other", e);
                }
            });
    }
}
