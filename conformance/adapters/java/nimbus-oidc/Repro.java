// oauth2-oidc-sdk alone: each cause that conformance/expectations/nimbus-oidc.toml names, once. In the folder that `audiometer adapters setup` made:
//     java -cp 'lib/*' Repro.java
import com.nimbusds.jose.*;
import com.nimbusds.jose.proc.*;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.*;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.util.*;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import static java.nio.charset.StandardCharsets.*;

public final class Repro {
    static final byte[] KEY = bytes("a key of thirty-two bytes, alone!".substring(0, 32));
    static String me = "me";
    static String ask(String token) throws Exception {
        var validator = new IDTokenValidator(new Issuer("https://issuer.example"), new ClientID(me), JWSAlgorithm.HS256, new Secret(new String(KEY, UTF_8)));
        try {
            validator.validate(JWTParser.parse(token), null);
            return "accept";
        } catch (BadJOSEException | JOSEException | java.text.ParseException e) {
            return "reject, " + e.getMessage();
        }
    }

    public static void main(String[] arguments) throws Exception {
        expect("accept", "the control", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}"));
        expect("reject", "the control", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"another\"}"));
        me = "me ";
        expect("accept", "white space around a configured client id is trimmed", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}"));
        me = "me";
        me = "me ";
        expect("reject", "white space around a configured client id is trimmed", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me \"}"));
        me = "me";
        expect("accept", "bytes that are no UTF-8 are replaced before the JSON is read, not refused", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\",\"x\":\"\u00ff\"}"));
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
