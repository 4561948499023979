// Spring Security alone: each cause that conformance/expectations/spring-security.toml names, once. In the folder that `audiometer adapters setup` made:
//     java -cp 'lib/*' Repro.java
import java.util.*;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.*;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.*;
import static java.nio.charset.StandardCharsets.*;

public final class Repro {
    static final byte[] KEY = bytes("a key of thirty-two bytes, alone!".substring(0, 32));
    static String me = "me";
    static String issuer = null;
    static boolean oidc = false;
    static String ask(String token) {
        try {
            (oidc ? idTokenDecoder() : resourceServer()).decode(token);
            return "accept";
        } catch (JwtException e) {
            return "reject, " + e.getMessage();
        }
    }

    static JwtDecoder resourceServer() {
        var decoder = NimbusJwtDecoder.withSecretKey(new SecretKeySpec(KEY, "HmacSHA256")).macAlgorithm(MacAlgorithm.HS256).build();
        if (issuer != null) {
            decoder.setJwtValidator(new JwtIssuerValidator(issuer));
            return decoder;
        }
        decoder.setJwtValidator(me == null ? new JwtTimestampValidator() : new DelegatingOAuth2TokenValidator<>(new JwtTimestampValidator(), new JwtAudienceValidator(me)));
        return decoder;
    }

    static JwtDecoder idTokenDecoder() {
        var client = ClientRegistration.withRegistrationId("me").clientId(me).clientSecret(new String(KEY, UTF_8)).scope("openid")
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE).redirectUri("https://app.example/login")
            .authorizationUri("https://issuer.example/authorize").tokenUri("https://issuer.example/token").issuerUri(issuer);
        var factory = new OidcIdTokenDecoderFactory();
        factory.setJwsAlgorithmResolver(registration -> MacAlgorithm.HS256);
        return factory.createDecoder(client.build());
    }

    public static void main(String[] arguments) throws Exception {
        expect("accept", "the control", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}"));
        expect("reject", "the control", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"another\"}"));
        me = null;
        expect("accept", "where no audience is expected, aud is not looked at", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"another\"}"));
        me = "me"; oidc = false;
        expect("accept", "bytes that are no UTF-8 are replaced before the JSON is read, not refused", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\",\"x\":\"\u00ff\"}"));
        oidc = true;
        expect("fault", "an iss that is no URL ends in an IllegalArgumentException of the converter of claims, not in a JwtException", bytes("{\"iss\":\"issuer\",\"sub\":\"s\",\"iat\":1700000000,\"exp\":4102444800,\"aud\":\"me\"}"));
        me = "me"; oidc = false;
        oidc = true; me = "1";
        expect("accept", "azp as a number is compared as text, and null counts as absent", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"1\",\"azp\":1}"));
        me = "me"; oidc = false;
        oidc = true;
        expect("reject", "several values in aud without azp are refused, as OpenID Connect Core said up to errata set 1", bytes("{\"iss\":\"https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":[\"me\",\"another\"]}"));
        me = "me"; oidc = false;
        issuer = "https://issuer.example";
        for (boolean of : List.of(false, true)) {
            oidc = of;
            expect("reject", "the control: the host in capital letters", bytes("{\"iss\":\"https://ISSUER.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}"));
            expect("accept", "iss becomes a URL, which writes its scheme in small letters, so another spelling of the scheme passes", bytes("{\"iss\":\"Https://issuer.example\",\"iat\":1700000000,\"exp\":4102444800,\"sub\":\"s\",\"aud\":\"me\"}"));
        }
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
