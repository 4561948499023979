// wildfly-elytron alone: each cause that conformance/expectations/wildfly-elytron.toml names, once. In the folder that `audiometer adapters setup` made:
//     java -cp 'lib/*' Repro.java
import java.security.*;
import java.util.*;
import org.wildfly.security.auth.realm.token.validator.JwtValidator;
import org.wildfly.security.evidence.BearerTokenEvidence;
import static java.nio.charset.StandardCharsets.*;

public final class Repro {
    static final KeyPair KEYS = pair();
    static String me = "me";
    static String ask(String token) throws Exception {
        var validator = JwtValidator.builder().publicKey(KEYS.getPublic());
        if (me != null) validator.audience(me);
        return validator.build().validate(new BearerTokenEvidence(token)) != null ? "accept" : "reject";
    }

    static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] arguments) throws Exception {
        expect("accept", "the control", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}"));
        expect("reject", "the control", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"another\"}"));
        me = null;
        expect("accept", "where no audience is expected, aud is not looked at", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"another\"}"));
        me = "me";
        expect("accept", "what follows the claims object in the payload is not looked at", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}x"));
        expect("accept", "some bytes that are no UTF-8 (overlong forms, surrogates, code points past the last) are taken for characters", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\",\"x\":\"\u00c0\u00af\"}"));
        expect("accept", "a payload in UTF-16 or UTF-32 is read, as the JSON parser finds out the encoding by itself", "{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}".getBytes(UTF_16LE));
        expect("fault", "a payload that the JSON parser refuses ends in an IllegalStateException, not in null", bytes("{"));
        expect("fault", "an aud or an iss that is not made of strings ends in a ClassCastException", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":1}"));
        expect("fault", "an aud or an iss that is not made of strings ends in a ClassCastException", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":[1,\"me\"]}"));
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
        String signed = base64.encodeToString(bytes("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")) + "." + base64.encodeToString(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(KEYS.getPrivate());
        signature.update(bytes(signed));
        return signed + "." + base64.encodeToString(signature.sign());
    }
}
