// google-auth-library alone: each cause that conformance/expectations/google-auth-library-java.toml names, once. In the folder that `audiometer adapters setup` made:
//     java -cp 'lib/*' Repro.java
import com.google.auth.oauth2.TokenVerifier;
import java.security.*;
import java.util.*;
import static java.nio.charset.StandardCharsets.*;

public final class Repro {
    static final KeyPair KEYS = pair();
    static String me = "me";
    static String ask(String token) {
        try {
            TokenVerifier.newBuilder().setPublicKey(KEYS.getPublic()).setAudience(me).build().verify(token);
            return "accept";
        } catch (TokenVerifier.VerificationException e) {
            return "reject, " + e.getMessage();
        }
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
        expect("accept", "claims that are null instead of an object count as claims without members", bytes("null"));
        expect("fault", "the control: claims that are a list", bytes("[]"));
        me = "me";
        expect("reject", "the control: null, where an audience is expected", bytes("null"));
        expect("accept", "what follows the claims object in the payload is not looked at", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}x"));
        expect("accept", "bytes that are no UTF-8 are replaced before the JSON is read, not refused", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\",\"x\":\"\u00ff\"}"));
        expect("accept", "the JSON parser is lenient: True, raw control characters, and an object that is not closed", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\",\"x\":True}"));
        expect("accept", "the JSON parser is lenient: True, raw control characters, and an object that is not closed", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"aud\":\"me\""));
        expect("fault", "iss or azp of another type than a string ends in an IllegalArgumentException", bytes("{\"iss\":1,\"iat\":1700000000,\"exp\":4102444800,\"aud\":\"me\"}"));
        expect("fault", "a payload that is no object, is empty or is cut off ends in an IllegalArgumentException or a NullPointerException", bytes("true"));
        expect("fault", "a payload that is no object, is empty or is cut off ends in an IllegalArgumentException or a NullPointerException", bytes(""));
        expect("reject", "setAudience compares the claim as a whole with one string, so that no list matches", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":[\"me\"]}"));
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
