// helidon-security-jwt alone: each cause that conformance/expectations/helidon-security-jwt.toml names, once. In the folder that `audiometer adapters setup` made:
//     java -cp 'lib/*' Repro.java
import io.helidon.common.Errors;
import io.helidon.security.jwt.*;
import io.helidon.security.jwt.jwk.*;
import jakarta.json.Json;
import java.util.*;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import static java.nio.charset.StandardCharsets.*;

public final class Repro {
    static final byte[] KEY = bytes("a key of thirty-two bytes, alone!".substring(0, 32));
    static String me = "me";
    static String issuer = null;
    static boolean required = true;
    static String ask(String token) {
        var key = JwkOctet.create(Json.createObjectBuilder().add("kty", "oct").add("kid", "default").add("alg", "HS256")
            .add("k", Base64.getUrlEncoder().withoutPadding().encodeToString(KEY)).build());
        List<Validator<Jwt>> validators = new ArrayList<>(Jwt.defaultTimeValidators());
        if (me != null) Jwt.addAudienceValidator(validators, Set.of(me), required);
        if (issuer != null) Jwt.addIssuerValidator(validators, issuer, true);
        try {
            SignedJwt signed = SignedJwt.parseToken(token);
            if (!signed.verifySignature(JwkKeys.builder().addKey(key).build(), key).isValid()) return "reject, signature";
            return signed.getJwt().validate(validators).isValid() ? "accept" : "reject";
        } catch (JwtException | Errors.ErrorMessagesException e) {
            return "reject, " + e.getMessage();
        }
    }

    public static void main(String[] arguments) throws Exception {
        expect("accept", "the control", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}"));
        expect("reject", "the control", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"another\"}"));
        me = null;
        expect("accept", "where no audience is expected, aud is not looked at", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"another\"}"));
        me = "me"; required = true; issuer = null;
        expect("accept", "what follows the claims object in the payload is not looked at", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}x"));
        expect("accept", "bytes that are no UTF-8 are replaced before the JSON is read, not refused", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\",\"x\":\"\u00ff\"}"));
        issuer = "i";
        expect("accept", "an array of issuers passes where one of them is expected", bytes("{\"iss\":[\"i\",\"j\"],\"exp\":4102444800,\"aud\":\"me\"}"));
        me = "me"; required = true; issuer = null;
        required = false;
        expect("accept", "an aud that is neither a string nor an array of strings is read as no aud, which passes where aud is optional", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":1}"));
        me = "me"; required = true; issuer = null;
        issuer = "1";
        expect("fault", "iss of another type ends in a ClassCastException", bytes("{\"iss\":1,\"exp\":4102444800,\"aud\":\"me\"}"));
        me = "me"; required = true; issuer = null;
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
