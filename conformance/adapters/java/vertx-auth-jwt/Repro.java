// vertx-auth-jwt alone: each cause that conformance/expectations/vertx-auth-jwt.toml names, once. In the folder that `audiometer adapters setup` made:
//     java -cp 'lib/*' Repro.java
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.*;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.*;
import java.util.*;
import java.util.concurrent.*;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import static java.nio.charset.StandardCharsets.*;

public final class Repro {
    static final byte[] KEY = bytes("a key of thirty-two bytes, alone!".substring(0, 32));
    static String me = "me";
    static String issuer = null;
    static final Vertx VERTX = Vertx.vertx();
    static String ask(String token) throws Exception {
        JWTOptions expected = new JWTOptions();
        if (me != null) expected.addAudience(me);
        if (issuer != null) expected.setIssuer(issuer);
        var key = new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(Buffer.buffer(KEY));
        try {
            JWTAuth.create(VERTX, new JWTAuthOptions().addPubSecKey(key).setJWTOptions(expected)).authenticate(new TokenCredentials(token))
                .toCompletionStage().toCompletableFuture().get();
            return "accept";
        } catch (ExecutionException e) { // a failed future is how a refusal is told
            return "reject, " + e.getCause().getMessage();
        }
    }

    public static void main(String[] arguments) throws Exception {
        expect("accept", "the control", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}"));
        expect("reject", "the control", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"another\"}"));
        me = null;
        expect("accept", "where no audience is expected, aud is not looked at", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"another\"}"));
        me = "me"; issuer = null;
        expect("fault", "an aud that is neither a string nor an array is answered with a ClassCastException or a NullPointerException that is thrown, not with a failed future", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":1}"));
        expect("fault", "an aud that is neither a string nor an array is answered with a ClassCastException or a NullPointerException that is thrown, not with a failed future", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":null}"));
        expect("accept", "some bytes that are no UTF-8 (overlong forms, surrogates, code points past the last) are taken for characters", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\",\"x\":\"\u00c0\u00af\"}"));
        expect("accept", "a payload in UTF-16 or UTF-32 is read, as the JSON parser finds out the encoding by itself", "{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}".getBytes(UTF_16LE));
        expect("accept", "comments in the JSON are allowed", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"/*c*/}"));
        issuer = "1";
        expect("accept", "iss as a number is compared as text", bytes("{\"iss\":1,\"iat\":1700000000,\"exp\":4102444800,\"aud\":\"me\"}"));
        me = "me"; issuer = null;
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
