package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises 1 and 2: where a password may be sent on a registry's word. */
class TokenRealmTest {

  private static final Origin TLS_REGISTRY = new Origin("https", "registry.example", 443);

  private static Challenge naming(String realm) {
    return new Challenge("bearer", Map.of("realm", realm));
  }

  private static URI of(Origin registry, Challenge challenge) throws IOException {
    return TokenRealm.of(registry, challenge, uri -> false);
  }

  @Test
  void of_proxiedAndUnknownHere_allowedUnlessTheAddressIsInner() throws IOException {
    assertThat(TokenRealm.of(TLS_REGISTRY, naming("https://no-such-host.invalid/t"), uri -> true))
        .hasHost("no-such-host.invalid");
    assertThatThrownBy(() -> of(TLS_REGISTRY, naming("https://no-such-host.invalid/t")))
        .isInstanceOf(UnknownHostException.class);
    assertThatThrownBy(
            () -> TokenRealm.of(TLS_REGISTRY, naming("https://169.254.169.254/t"), uri -> true))
        .isInstanceOf(InvalidContentException.class);
  }

  /** Promise 1: an http realm of an https registry is refused. */
  @Test
  void of_plainRealmFromTlsRegistry_refused() {
    assertThatThrownBy(() -> of(TLS_REGISTRY, naming("http://registry.example/token?x=CANARY")))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("plain HTTP")
        .hasMessageNotContaining("CANARY");
  }

  /** Promise 2: a realm that resolves to 169.254.169.254, or further inside, is refused. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://169.254.169.254/latest",
        "https://127.0.0.1/token",
        "https://[::1]/token",
        "https://10.0.0.8/token",
        "https://192.168.1.1/token",
        "https://0.0.0.0/token",
        "https://localhost/token",
        "https://[fd00:ec2::254]/latest",
        "https://[64:ff9b::a9fe:a9fe]/latest",
        "https://100.64.0.1/token",
        "https://0.1.2.3/token",
        "https://[::ffff:127.0.0.1]/token"
      })
  void of_innerAddressFromOuterRegistry_refused(String realm) {
    assertThatThrownBy(() -> of(TLS_REGISTRY, naming(realm)))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("inside this machine or network");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://a.example/", "/token", "https://user:pw@a.example/", "https://", "::"})
  void of_noHttpUri_refused(String realm) {
    assertThatThrownBy(() -> of(TLS_REGISTRY, naming(realm)))
        .isInstanceOf(InvalidContentException.class);
  }

  @Test
  void of_missingRealm_refused() {
    assertThatThrownBy(() -> of(TLS_REGISTRY, new Challenge("bearer", Map.of())))
        .isInstanceOf(InvalidContentException.class);
  }

  @Test
  void of_registrysOwnHost_allowedWhereverThatIs() throws IOException {
    Origin local = new Origin("http", "127.0.0.1", 5000);
    assertThat(of(local, naming("http://127.0.0.1:5001/token")).getPort()).isEqualTo(5001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:5001/token", "http://[::1]:5001/token"})
  void of_loopbackByAnotherName_allowedForALoopbackRegistry(String realm) throws IOException {
    Origin local = new Origin("http", "127.0.0.1", 5000);
    assertThat(of(local, naming(realm)).getPort()).isEqualTo(5001);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://127.0.0.1/token", "https://169.254.169.254/a", "https://10.0.0.8/token"})
  void of_otherInnerAddress_refusedForAPrivateRegistryToo(String realm) {
    Origin inner = new Origin("https", "10.0.0.5", 443);
    assertThatThrownBy(() -> of(inner, naming(realm))).isInstanceOf(InvalidContentException.class);
  }
}
