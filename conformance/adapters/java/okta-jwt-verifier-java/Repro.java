// okta-jwt-verifier alone: each cause that conformance/expectations/okta-jwt-verifier-java.toml names, once. In the folder that `audiometer adapters setup` made:
//     java -cp 'lib/*' Repro.java
import com.okta.jwt.JwtVerificationException;
import com.okta.jwt.impl.jjwt.JjwtAccessTokenVerifier;
import io.jsonwebtoken.*;
import java.security.*;
import java.time.Duration;
import java.util.*;
import static java.nio.charset.StandardCharsets.*;

public final class Repro {
    static final KeyPair KEYS = pair();
    static String me = "me";
    static String issuer = "https://issuer.example";
    static String ask(String token) {
        var resolver = new SigningKeyResolverAdapter() {
            @Override public Key resolveSigningKey(JwsHeader header, Claims claims) { return KEYS.getPublic(); }
        };
        try {
            new JjwtAccessTokenVerifier(issuer, me, Duration.ZERO, resolver).decode(token);
            return "accept";
        } catch (JwtVerificationException e) {
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
        expect("accept", "what follows the claims object in the payload is not looked at", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}x"));
        expect("accept", "bytes that are no UTF-8 are replaced before the JSON is read, not refused", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\",\"x\":\"\u00ff\"}"));
        expect("accept", "white space around a member's name is trimmed, so that \"aud \" is read as aud", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud \":\"me\"}"));
        expect("reject", "white space around a member's name is trimmed, so that \"aud \" takes the place of aud", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\",\"aud \":\"another\"}"));
        expect("reject", "a member with an empty name is refused, which JSON allows", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\",\"\":\"x\"}"));
        me = " ";
        expect("reject", "an aud of white space alone counts as absent, unless it stands in a list, so that it meets no expected audience", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\" \"}"));
        expect("accept", "the control: in a list", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":[\" \"]}"));
        me = "me"; issuer = "";
        expect("reject", "an iss that is the empty string counts as absent, so it is refused even where that is the expected one", bytes("{\"iss\":\"\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}"));
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
