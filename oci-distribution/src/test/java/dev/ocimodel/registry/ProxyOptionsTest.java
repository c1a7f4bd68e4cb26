package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.registry.auth.Credentials;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyOptionsTest {

  private static final Origin SECURE = Origin.of(URI.create("https://registry.corp"));
  private static final Origin PLAIN = Origin.of(URI.create("http://registry.corp"));

  @ParameterizedTest
  @CsvSource({
    "corp, https://registry.corp, true",
    "registry.corp, https://registry.corp:5000, true",
    "registry.corp, https://a.registry.corp, true",
    "registry.corp, https://myregistry.corp, false",
    "REGISTRY.Corp, https://registry.corp, true",
    ".corp, https://registry.corp, true",
    ".registry.corp, https://registry.corp, false",
    "*.corp, https://registry.corp, true",
    "registry.corp:5000, https://registry.corp:5000, true",
    "registry.corp:5000, https://registry.corp, false",
    "registry.corp:443, https://registry.corp, true",
    "'a.example, registry.corp ,b', https://registry.corp, true",
    "10.0.0.0/8, https://10.1.2.3:5000, true",
    "10.0.0.0/8, https://11.1.2.3, false",
    "192.168.1.128/25, https://192.168.1.127, false",
    "192.168.1.128/25, https://192.168.1.200, true",
    "10.0.0.0/8, https://registry.corp, false",
    "10.1.2.3, https://10.1.2.3:5000, true",
    "10.1.2.3:80, https://10.1.2.3:5000, false",
    "fd00::/8, https://[fd00::1], true",
    "fd00::1, https://[fd00::1], true",
    "[fd00::1]:5000, https://[fd00::1]:5000, true",
    "*, https://registry.corp, true",
    "'', https://registry.corp, false",
    "'', http://localhost:5000, true",
    "'', https://127.1.2.3, true",
    "'', https://[::1]:5000, true"
  })
  void proxyFor_exception_reachedDirectly(String exceptions, URI uri, boolean direct) {
    ProxyOptions options =
        ProxyOptions.create().withProxy("proxy.corp:3128").withExceptions(exceptions);
    assertThat(options.proxyFor(Origin.of(uri)) == null).isEqualTo(direct);
  }

  @Test
  void environment_upperOrLowerCase() {
    ProxyOptions options =
        ProxyOptions.of(
            Map.of(
                "https_proxy", "http://user:p%40ss%2B+@secure.corp:3128",
                "HTTP_PROXY", "plain.corp",
                "no_proxy", "other.corp"));
    assertThat(options.proxyFor(SECURE))
        .isEqualTo(
            new ProxyServer(
                new Origin("http", "secure.corp", 3128), new Credentials.Basic("user", "p@ss++")));
    assertThat(options.proxyFor(PLAIN))
        .isEqualTo(new ProxyServer(new Origin("http", "plain.corp", 80), null));
    assertThat(options.proxyFor(Origin.of(URI.create("https://other.corp")))).isNull();
    assertThat(ProxyOptions.of(Map.of()).proxyFor(SECURE)).isNull();
    assertThat(options.toString()).contains("secure.corp:3128").doesNotContain("p@ss");
  }

  @Test
  void environment_cgi_headerIsNoProxy() {
    ProxyOptions options =
        ProxyOptions.of(Map.of("HTTP_PROXY", "evil.example", "REQUEST_METHOD", "GET"));
    assertThat(options.proxyFor(PLAIN)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://u:CANARY@proxy",
        "http://u:CANARY@",
        "http://u:CAN ARY@proxy",
        "http://u:CANARY@proxy:99999",
        "http://u:%zzCANARY@proxy"
      })
  void withProxy_malformed_refusedWithoutItsText(String address) {
    assertThatThrownBy(() -> ProxyOptions.create().withProxy(address))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("Not the address of a proxy")
        .hasMessageNotContainingAny("CANARY", "ARY@")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/", "corp/8"})
  void withExceptions_brokenBlock_refused(String list) {
    assertThatThrownBy(() -> ProxyOptions.create().withExceptions(list))
        .isInstanceOf(InvalidContentException.class);
  }
}
