// com.google.crypto.tink:tink behind the audiometer protocol.
import static audiometer.Audiometer.*;

import com.google.crypto.tink.*;
import com.google.crypto.tink.jwt.*;
import java.security.GeneralSecurityException;
import java.util.*;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        JwtSignatureConfig.register();
        List<JwtPublicKeyVerify> verifier = new ArrayList<>(); // made once, when the key is known
        // Built for one audience. A claim that the validator is neither told to expect nor to ignore is refused when it is there.
        library("tink", "com.google.crypto.tink:tink", JwtValidator.class).homepage("https://developers.google.com/tink").algorithms("RS256")
            .features("aud-required", "no-identifiers", "issuer", "any-issuer").notes("JwtValidator.expectAudience(identifier)").serve((token, policy, keys) -> {
                var validator = JwtValidator.newBuilder().ignoreTypeHeader();
                if (policy.issuer() == null) validator.ignoreIssuer();
                else validator.expectIssuer(policy.issuer());
                policy.identifiers().forEach(validator::expectAudience);
                if (verifier.isEmpty()) {
                    KeysetHandle handle = JwkSetConverter.toPublicKeysetHandle("{\"keys\":[" + keys.jwk("RS256") + "]}");
                    verifier.add(handle.getPrimitive(RegistryConfiguration.get(), JwtPublicKeyVerify.class));
                }
                try {
                    verifier.get(0).verifyAndDecode(token, validator.build());
                    return Verdict.accept();
                } catch (GeneralSecurityException e) { // JwtInvalidException is one; the wrapper throws others for a bad signature
                    String message = String.valueOf(e.getMessage());
                    return Verdict.reject(message.contains("audience") ? "aud-mismatch" : message.contains("issuer") ? "iss-mismatch" : "other", e);
                }
            });
    }
}
