// io.fusionauth:fusionauth-jwt, which has no audience check of its own, behind the audiometer protocol.
import static audiometer.Audiometer.*;

import com.google.gson.Gson;
import io.fusionauth.jwt.JWTException;
import io.fusionauth.jwt.domain.JWT;
import io.fusionauth.jwt.hmac.HMACVerifier;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        library("fusionauth-jwt", "io.fusionauth:fusionauth-jwt", JWT.class).homepage("https://github.com/FusionAuth/fusionauth-jwt").decoder().algorithms("HS256")
            .features("aud-required", "aud-optional", "many-identifiers", "any-issuer").notes("JWT.getDecoder().decode(token, HMACVerifier); the field audience").serve((token, policy, keys) -> {
                try {
                    JWT jwt = JWT.getDecoder().decode(token, HMACVerifier.newVerifier(keys.secret()));
                    return Verdict.decoded(jwt.audience == null ? null : new Gson().toJsonTree(jwt.audience));
                } catch (JWTException e) {
                    return Verdict.reject("other", e);
                }
            });
    }
}
