// The audiometer adapter protocol (JSON Lines on standard input and output) for Java 17. An adapter is one function from a token and a policy to a verdict:
//
//     import static audiometer.Audiometer.*;
//
//     public static void main(String[] arguments) throws Exception {
//         Audiometer.library("java-jwt", "com.auth0:java-jwt", JWTVerifier.class).homepage("https://github.com/auth0/java-jwt")
//             .algorithms("HS256").features("aud-required", "many-identifiers").notes("withAnyOfAudience").serve((token, policy, keys) -> {
//                 try {
//                     JWT.require(Algorithm.HMAC256(keys.secret())).withAnyOfAudience(policy.identifiers()).build().verify(token);
//                     return Verdict.accept();
//                 } catch (JWTVerificationException e) { // the library's own refusal; whatever else is thrown becomes a fault
//                     return Verdict.reject("other", e);
//                 }
//             });
//     }
package audiometer;

import com.google.gson.*;
import java.io.*;
import java.math.BigInteger;
import java.security.*;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.*;
import java.util.stream.Collectors;
import static java.nio.charset.StandardCharsets.UTF_8;

public final class Audiometer {
    private static final Gson JSON = new GsonBuilder().setStrictness(Strictness.STRICT).serializeNulls().disableHtmlEscaping()
        .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES).create();
    private static final Map<String, List<String>> VALUES = Map.of("presence", List.of("required", "optional"), "shape", List.of("any", "string"),
        "extras", List.of("allowed", "trusted", "none"), "azp", List.of("ignored", "errata1", "errata2", "strict"));

    /** What the recipient expects; see the protocol's table of policy fields. */
    public record Policy(String profile, List<String> identifiers, String presence, String shape, String extras, List<String> trusted, String azp,
                         String clientId, String issuer) {
        public String[] audience() { return identifiers.toArray(new String[0]); }
        public boolean required() { return presence.equals("required"); }
    }

    /** The verification keys, and the issuer of every token. */
    public record Keys(Map<String, JsonObject> all, String issuer) {
        public String jwk(String algorithm) { return JSON.toJson(all.get(algorithm)); }
        public byte[] secret() { return bytes("HS256", "k"); }
        public RSAPublicKey rsa() throws GeneralSecurityException {
            var key = new RSAPublicKeySpec(new BigInteger(1, bytes("RS256", "n")), new BigInteger(1, bytes("RS256", "e")));
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(key);
        }
        private byte[] bytes(String algorithm, String member) { return Base64.getUrlDecoder().decode(all.get(algorithm).get(member).getAsString()); }
    }

    public record Verdict(JsonObject reply) {
        public static Verdict accept() { return of("accept"); }
        public static Verdict reject(String reason, Exception e) { return of("reject").with("reason", reason).with("error", text(e)); }
        public static Verdict unsupported(String feature) { return of("unsupported").with("feature", feature); }
        /** For decoders: the claim as the library hands it over; null where the token has none. */
        public static Verdict decoded(JsonElement aud) {
            Verdict verdict = of("decoded");
            if (aud != null) verdict.reply.add("aud", aud);
            return verdict;
        }
        private static Verdict of(String verdict) { return new Verdict(new JsonObject()).with("verdict", verdict); }
        private Verdict with(String member, String value) { reply.addProperty(member, value); return this; }
    }

    public interface Adapter { Verdict validate(String token, Policy policy, Keys keys) throws Exception; }

    private final JsonObject implementation = new JsonObject(), start = new JsonObject();
    private Keys keys;

    /** The library's name, its `group:artifact`, and any class from its jar, whose file name tells the version that is installed. */
    public static Audiometer library(String name, String artifact, Class<?> any) throws Exception {
        Audiometer a = new Audiometer();
        String jar = new File(any.getProtectionDomain().getCodeSource().getLocation().toURI()).getName();
        String version = jar.replaceFirst(".*?-(?=\\d+\\.)", "").replaceFirst("\\.jar$", "");
        new TreeMap<>(Map.of("name", name, "version", version, "language", "Java", "runtime", "Java " + System.getProperty("java.version"),
            "registry", "maven", "package", artifact)).forEach(a.implementation::addProperty);
        a.start.addProperty("protocol", 1);
        a.start.add("implementation", a.implementation);
        a.start.addProperty("window", 64);
        return a;
    }
    public Audiometer language(String language) { implementation.addProperty("language", language); return this; }
    public Audiometer homepage(String address) { implementation.addProperty("homepage", address); return this; }
    public Audiometer notes(String notes) { start.addProperty("notes", notes); return this; }
    public Audiometer decoder() { start.addProperty("kind", "decoder"); return this; }
    public Audiometer fresh() { start.addProperty("lifetime", "fresh"); return this; }
    public Audiometer algorithms(String... names) { start.add("algorithms", JSON.toJsonTree(names)); return this; }
    public Audiometer features(String... names) { start.add("features", JSON.toJsonTree(names)); return this; }
    public Audiometer profiles(String... names) { start.add("profiles", JSON.toJsonTree(names)); return this; }

    /** Answers every request until the input ends. */
    public void serve(Adapter adapter) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);
        System.setOut(System.err); // what the library prints must not get between the replies
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line; (line = in.readLine()) != null;) {
            JsonObject request = null;
            try { request = JSON.fromJson(line, JsonObject.class); } catch (JsonParseException e) { System.err.println(e); }
            if (request == null) { System.err.println("no JSON object: " + line); System.exit(2); }
            JsonObject reply;
            try { reply = answer(request, adapter); } catch (Throwable e) { // the library's bugs: StackOverflowError, AssertionError and the like, too
                reply = Verdict.of("fault").with("error", text(e)).reply;
            }
            reply.add("seq", request.get("seq"));
            out.print(ascii(JSON.toJson(reply)) + "\n");
            out.flush();
            if (!reply.has("verdict") && reply.has("error")) System.exit(1);
        }
    }
    private JsonObject answer(JsonObject request, Adapter adapter) throws Exception {
        String command = request.get("cmd").getAsString();
        if (command.equals("start")) {
            JsonObject range = request.getAsJsonObject("protocol"), refusal = new JsonObject();
            refusal.addProperty("error", "only protocol 1 is spoken here");
            keys = new Keys(request.getAsJsonObject("keys").asMap().entrySet().stream().collect(
                Collectors.toMap(Map.Entry::getKey, e -> e.getValue().getAsJsonObject())), request.get("issuer").getAsString());
            try { // loads the library's classes while there is time, and answers nothing
                adapter.validate("e30.e30.", new Policy("jwt-core", List.of("warm-up"), "required", "any", "allowed", List.of(), "ignored", "warm-up", null), keys);
            } catch (Throwable e) { System.err.println("warmed up"); }
            return range.get("min").getAsInt() > 1 || range.get("max").getAsInt() < 1 ? refusal : start.deepCopy();
        }
        if (!command.equals("validate")) return Verdict.unsupported("command " + command).reply;
        JsonObject policy = request.getAsJsonObject("policy");
        for (var field : VALUES.entrySet()) {
            String value = policy.get(field.getKey()).getAsString();
            if (!field.getValue().contains(value)) return Verdict.unsupported(field.getKey() + "-" + value).reply;
        }
        return adapter.validate(request.get("token").getAsString(), JSON.fromJson(policy, Policy.class), keys).reply.deepCopy();
    }
    private static String ascii(String json) { // a lone surrogate that a library hands over has no form in UTF-8
        return json.chars().mapToObj(c -> c < 127 ? String.valueOf((char) c) : String.format("\\u%04x", c)).collect(Collectors.joining());
    }
    private static String text(Throwable e) {
        String text = e.getClass().getSimpleName() + ": " + e.getMessage();
        return text.substring(0, Math.min(500, text.length()));
    }
}
