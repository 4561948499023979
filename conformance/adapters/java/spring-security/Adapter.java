// Spring Security's decoders of JWTs, for a resource server and for a login with OpenID Connect, behind the audiometer protocol.
import static audiometer.Audiometer.*;

import java.nio.charset.StandardCharsets;
import java.util.*;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.*;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.*;

public final class Adapter {
    public static void main(String[] arguments) throws Exception {
        boolean oidc = List.of(arguments).contains("--oidc-id-token");
        var adapter = library("Spring Security", "org.springframework.security:spring-security-oauth2-jose", JwtDecoder.class)
            .homepage("https://spring.io/projects/spring-security").algorithms("HS256");
        if (oidc) adapter.features("aud-required", "issuer", "any-issuer", "azp-errata1", "azp-errata2", "azp-strict").profiles("oidc-errata1", "oidc", "oidc-strict")
            .notes("OidcIdTokenDecoderFactory, and with it OidcIdTokenValidator, for a ClientRegistration with MacAlgorithm.HS256");
        else adapter.features("aud-required", "no-identifiers", "issuer", "any-issuer").notes("NimbusJwtDecoder with a JwtAudienceValidator");
        adapter.serve((token, policy, keys) -> {
            String identifier = policy.identifiers().isEmpty() ? null : policy.identifiers().get(0);
            if (oidc && identifier.isBlank()) return Verdict.unsupported("identifier-blank"); // ClientRegistration takes none that is empty
            if (oidc && policy.clientId() != null && !identifier.equals(policy.clientId())) return Verdict.unsupported("identifier-not-client-id");
            JwtDecoder decoder = oidc ? idTokenDecoder(policy, keys) : resourceServer(policy, keys);
            try {
                decoder.decode(token);
                return Verdict.accept();
            } catch (BadJwtException e) { // "a Jwt that is invalid in some way"; any other JwtException is answered with 500 by Spring Security
                return Verdict.reject(reason(e.getMessage()), e);
            }
        });
    }

    private static JwtDecoder resourceServer(Policy policy, Keys keys) {
        List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>(List.of(new JwtTimestampValidator())); // no JwtTypeValidator: many types are put
        if (policy.issuer() != null) validators.add(new JwtIssuerValidator(policy.issuer()));
        if (!policy.identifiers().isEmpty()) validators.add(new JwtAudienceValidator(policy.identifiers().get(0)));
        var decoder = NimbusJwtDecoder.withSecretKey(new SecretKeySpec(keys.secret(), "HmacSHA256")).macAlgorithm(MacAlgorithm.HS256).build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators));
        return decoder;
    }

    private static JwtDecoder idTokenDecoder(Policy policy, Keys keys) {
        var client = ClientRegistration.withRegistrationId("me").clientId(policy.identifiers().get(0)).clientSecret(new String(keys.secret(), StandardCharsets.UTF_8))
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE).redirectUri("https://app.example/login").scope("openid")
            .authorizationUri("https://issuer.example/authorize").tokenUri("https://issuer.example/token").issuerUri(policy.issuer());
        var factory = new OidcIdTokenDecoderFactory(); // keeps decoders by registration id, hence a new one for each policy
        factory.setJwsAlgorithmResolver(registration -> MacAlgorithm.HS256);
        return factory.createDecoder(client.build());
    }

    private static String reason(String message) {
        if (message.contains("aud claim")) return "aud-mismatch";
        if (message.contains("azp")) return "azp-mismatch";
        return message.contains("iss claim") ? "iss-mismatch" : message.contains("signature") ? "signature" : "other";
    }
}
