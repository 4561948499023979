// com.github.jwt-scala:jwt-circe behind the audiometer protocol. It hands over the audience and leaves the comparison to the application.
import static audiometer.Audiometer.*;

import com.google.gson.JsonArray;
import javax.crypto.spec.SecretKeySpec;
import pdi.jwt.*;
import pdi.jwt.algorithms.JwtHmacAlgorithm;
import scala.collection.immutable.*;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        library("jwt-scala", "com.github.jwt-scala:jwt-circe_3", JwtCirce.class).language("Scala").homepage("https://jwt-scala.github.io/jwt-scala/").decoder().algorithms("HS256")
            .features("aud-required", "aud-optional", "many-identifiers", "any-issuer").notes("JwtCirce.decode(token, key, Seq(HS256)); audience, an Option[Set[String]]").serve((token, policy, keys) -> {
                Seq<JwtHmacAlgorithm> algorithms = new $colon$colon<>((JwtHmacAlgorithm) JwtAlgorithm.HS256$.MODULE$, (List<JwtHmacAlgorithm>) (List<?>) Nil$.MODULE$);
                var claim = JwtCirce$.MODULE$.decode(token, new SecretKeySpec(keys.secret(), "HmacSHA256"), algorithms); // a Try: what it failed with is the refusal
                if (claim.isFailure()) return Verdict.reject("other", (Exception) claim.failed().get());
                var audience = ((JwtClaim) claim.get()).audience();
                if (audience.isEmpty()) return Verdict.decoded(null);
                JsonArray aud = new JsonArray();
                audience.get().foreach(value -> { aud.add(value); return null; });
                return Verdict.decoded(aud);
            });
    }
}
