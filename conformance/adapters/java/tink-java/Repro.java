// tink alone: each cause that conformance/expectations/tink-java.toml names, once. In the folder that `audiometer adapters setup` made:
//     java -cp 'lib/*' Repro.java
import com.google.crypto.tink.*;
import com.google.crypto.tink.jwt.*;
import java.math.BigInteger;
import java.security.*;
import java.security.interfaces.RSAPublicKey;
import java.util.*;
import static java.nio.charset.StandardCharsets.*;

public final class Repro {
    static final KeyPair KEYS = pair();
    static String me = "me";
    static String ask(String token) throws Exception {
        JwtSignatureConfig.register();
        var key = (RSAPublicKey) KEYS.getPublic();
        String jwk = "{\"kty\":\"RSA\",\"alg\":\"RS256\",\"n\":\"" + base64(key.getModulus()) + "\",\"e\":\"" + base64(key.getPublicExponent()) + "\"}";
        var validator = JwtValidator.newBuilder().ignoreTypeHeader().ignoreIssuer().expectAudience(me).build();
        try {
            JwkSetConverter.toPublicKeysetHandle("{\"keys\":[" + jwk + "]}").getPrimitive(RegistryConfiguration.get(), JwtPublicKeyVerify.class)
                .verifyAndDecode(token, validator);
            return "accept";
        } catch (GeneralSecurityException e) {
            return "reject, " + e.getMessage();
        }
    }

    static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
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
        expect("accept", "the JSON parser is lenient: True, and raw control characters in strings", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\",\"x\":True}"));
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
