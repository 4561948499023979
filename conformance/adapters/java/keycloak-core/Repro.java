// keycloak-core alone: each cause that conformance/expectations/keycloak-core.toml names, once. In the folder that `audiometer adapters setup` made:
//     java -cp 'lib/*' Repro.java
import java.util.*;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.keycloak.TokenVerifier;
import org.keycloak.common.VerificationException;
import org.keycloak.representations.JsonWebToken;
import static java.nio.charset.StandardCharsets.*;

public final class Repro {
    static final byte[] KEY = bytes("a key of thirty-two bytes, alone!".substring(0, 32));
    static String me = "me";
    static String issuer = null;
    static String ask(String token) {
        var verifier = TokenVerifier.create(token, JsonWebToken.class).withChecks(TokenVerifier.IS_ACTIVE).secretKey(new SecretKeySpec(KEY, "HmacSHA256"));
        if (me != null) verifier.audience(me);
        if (issuer != null) verifier.withChecks(new TokenVerifier.RealmUrlCheck(issuer));
        try {
            verifier.verify();
            return "accept";
        } catch (VerificationException e) {
            return "reject, " + e.getMessage();
        }
    }

    public static void main(String[] arguments) throws Exception {
        expect("accept", "the control", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}"));
        expect("reject", "the control", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"another\"}"));
        me = null;
        expect("accept", "where no audience is expected, aud is not looked at", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"another\"}"));
        me = "me"; issuer = null;
        expect("accept", "what follows the claims object in the payload is not looked at", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}x"));
        expect("accept", "some bytes that are no UTF-8 (overlong forms, surrogates, code points past the last) are taken for characters", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\",\"x\":\"\u00c0\u00af\"}"));
        expect("accept", "a payload in UTF-16 or UTF-32 is read, as the JSON parser finds out the encoding by itself", "{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}".getBytes(UTF_16LE));
        issuer = "1";
        expect("accept", "iss as a number is compared as text", bytes("{\"iss\":1,\"exp\":4102444800,\"aud\":\"me\"}"));
        me = "me"; issuer = null;
        expect("fault", "a payload that is the JSON value null ends in a NullPointerException", bytes("null"));
        expect("fault", "whatever in aud is no string is handed on as null, which ends in a NullPointerException when it is compared", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":1}"));
        expect("fault", "whatever in aud is no string is handed on as null, which ends in a NullPointerException when it is compared", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":[1,\"me\"]}"));
        expect("reject", "azp of another type than a string cannot be read, so the token is refused", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\",\"azp\":[\"me\"]}"));
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
