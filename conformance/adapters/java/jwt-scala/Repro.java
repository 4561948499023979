// jwt-scala alone: each cause that conformance/expectations/jwt-scala.toml names, once. In the folder that `audiometer adapters setup` made:
//     java -cp 'lib/*' Repro.java
import java.util.*;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import pdi.jwt.*;
import pdi.jwt.algorithms.JwtHmacAlgorithm;
import scala.collection.immutable.$colon$colon;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import static java.nio.charset.StandardCharsets.*;

public final class Repro {
    static final byte[] KEY = bytes("a key of thirty-two bytes, alone!".substring(0, 32));
    static String me = "me";
    static boolean required = true;
    // The comparison is the application's: audience is what the library hands over.
    @SuppressWarnings("unchecked")
    static String ask(String token) {
        Seq<JwtHmacAlgorithm> algorithms = new $colon$colon<>((JwtHmacAlgorithm) JwtAlgorithm.HS256$.MODULE$, (scala.collection.immutable.List<JwtHmacAlgorithm>) (Object) Nil$.MODULE$);
        var claim = JwtCirce$.MODULE$.decode(token, new SecretKeySpec(KEY, "HmacSHA256"), algorithms);
        if (claim.isFailure()) return "reject, " + claim.failed().get();
        var audience = ((JwtClaim) claim.get()).audience();
        if (audience.isEmpty()) return required ? "reject" : "accept";
        return audience.get().contains(me) ? "accept" : "reject";
    }

    public static void main(String[] arguments) throws Exception {
        expect("accept", "the control", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}"));
        expect("reject", "the control", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"another\"}"));
        expect("accept", "bytes that are no UTF-8 are replaced before the JSON is read, not refused", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\",\"x\":\"\u00ff\"}"));
        required = false;
        expect("accept", "a payload that is no JSON object is handed over as claims without aud, which pass where aud is optional", bytes("null"));
        required = true;
        required = false;
        expect("accept", "an aud that is neither a string nor an array of strings is handed over as no aud, which passes where aud is optional", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":1}"));
        required = true;
        required = false;
        expect("accept", "an aud that is neither a string nor an array of strings is handed over as no aud, which passes where aud is optional", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":[\"me\",1]}"));
        required = true;
        System.out.println("as described");
        System.exit(0);
    }

    static void expect(String expected, String cause, byte[] claims) throws Exception {
        String token = mint(claims), verdict;
        try { verdict = ask(token); } catch (Throwable e) { verdict = "fault, " + e.getClass().getSimpleName(); }
        System.out.println(verdict + ": " + cause + ": " + new String(claims, UTF_8));
        if (!verdict.startsWith(expected)) throw new AssertionError("expected " + expected);
    }

    // A letter stands for a byte, so that bytes that are no UTF-8 can be written, too.
    static byte[] bytes(String text) { return text.getBytes(ISO_8859_1); }

    static String mint(byte[] claims) throws Exception {
        var base64 = Base64.getUrlEncoder().withoutPadding();
        String signed = base64.encodeToString(bytes("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) + "." + base64.encodeToString(claims);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        return signed + "." + base64.encodeToString(mac.doFinal(bytes(signed)));
    }
}
