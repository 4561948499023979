// io.vertx:vertx-auth-jwt behind the audiometer protocol.
import static audiometer.Audiometer.*;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.*;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.*;
import java.util.concurrent.ExecutionException;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx();
        library("vertx-auth-jwt", "io.vertx:vertx-auth-jwt", JWTAuth.class).homepage("https://vertx.io/docs/vertx-auth-jwt/java/").algorithms("HS256")
            .features("aud-required", "many-identifiers", "no-identifiers", "issuer", "any-issuer").notes("JWTOptions.setAudience(identifiers)").serve((token, policy, keys) -> {
                JWTOptions expected = new JWTOptions();
                if (!policy.identifiers().isEmpty()) expected.setAudience(policy.identifiers());
                if (policy.issuer() != null) expected.setIssuer(policy.issuer());
                var key = new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(Buffer.buffer(keys.secret()));
                JWTAuth auth = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key).setJWTOptions(expected));
                try {
                    auth.authenticate(new TokenCredentials(token)).toCompletionStage().toCompletableFuture().get();
                    return Verdict.accept();
                } catch (ExecutionException e) { // a failed future is how a refusal is told, whatever its cause
                    return Verdict.reject(reason(String.valueOf(e.getCause().getMessage())), (Exception) e.getCause());
                }
            });
        vertx.close();
    }

    private static String reason(String message) {
        if (message.contains("audience")) return "aud-mismatch";
        return message.contains("issuer") ? "iss-mismatch" : message.contains("Signature") ? "signature" : "other";
    }
}
