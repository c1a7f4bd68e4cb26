package dev.ocimodel.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.json.StrictJson;
import dev.ocimodel.testkit.Authentication.Scope;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Tokens that a registry checks by itself: JSON Web Tokens with the claims of Docker's "Token
 * Authentication Implementation", signed by ES256 with a key that lives as long as this object.
 */
final class JsonWebTokens implements TokenFormat {

  private static final int COORDINATE_BYTES = 32;

  private final String issuer;
  private final String audience;
  private final PrivateKey key;
  private final ObjectNode publicKey;
  private final String keyId;

  JsonWebTokens(String issuer, String audience) {
    this.issuer = issuer;
    this.audience = audience;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      this.key = pair.getPrivate();
      this.publicKey = describe((ECPublicKey) pair.getPublic());
      this.keyId = encode(MessageDigest.getInstance("SHA-256").digest(bytes(publicKey)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK cannot make keys for ES256", e);
    }
  }

  /** The members and their order are those of a thumbprint (RFC 7638). */
  private static ObjectNode describe(ECPublicKey key) {
    return StrictJson.newObject()
        .put("crv", "P-256")
        .put("kty", "EC")
        .put("x", coordinate(key.getW().getAffineX()))
        .put("y", coordinate(key.getW().getAffineY()));
  }

  private static String coordinate(BigInteger value) {
    byte[] signed = value.toByteArray();
    byte[] fixed = new byte[COORDINATE_BYTES];
    int length = Math.min(signed.length, COORDINATE_BYTES);
    System.arraycopy(signed, signed.length - length, fixed, COORDINATE_BYTES - length, length);
    return encode(fixed);
  }

  /** Returns the public key as a JSON Web Key Set (RFC 7517). */
  String keySet() {
    ObjectNode described =
        publicKey.deepCopy().put("kid", keyId).put("use", "sig").put("alg", "ES256");
    ObjectNode set = StrictJson.newObject();
    set.putArray("keys").add(described);
    return new String(bytes(set), StandardCharsets.UTF_8);
  }

  @Override
  public String newToken(String subject, Set<Scope> grants, Instant issued, Instant expiry) {
    ObjectNode header =
        StrictJson.newObject().put("typ", "JWT").put("alg", "ES256").put("kid", keyId);
    ObjectNode claims =
        StrictJson.newObject()
            .put("iss", issuer)
            .put("sub", subject)
            .put("aud", audience)
            .put("exp", expiry.getEpochSecond())
            .put("nbf", issued.getEpochSecond())
            .put("iat", issued.getEpochSecond())
            .put("jti", UUID.randomUUID().toString());
    claims.set("access", access(grants));
    String signed = encode(bytes(header)) + "." + encode(bytes(claims));
    return signed + "." + encode(sign(signed));
  }

  private static ArrayNode access(Set<Scope> grants) {
    Map<String, ArrayNode> actions = new LinkedHashMap<>();
    ArrayNode access = StrictJson.newObject().putArray("access");
    for (Scope grant : grants) {
      actions
          .computeIfAbsent(
              grant.repository(),
              name ->
                  access
                      .addObject()
                      .put("type", "repository")
                      .put("name", name)
                      .putArray("actions"))
          .add(grant.action());
    }
    return access;
  }

  private byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot sign a token", e);
    }
  }

  private static byte[] bytes(JsonNode json) {
    return StrictJson.toBytes(json);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
