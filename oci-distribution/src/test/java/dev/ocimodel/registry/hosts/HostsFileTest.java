package dev.ocimodel.registry.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.registry.hosts.RegistryHost.Capability;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** containerd's hosts.toml: what it documents, and what somebody may put in its place. */
class HostsFileTest {

  private static final Path FILE = Path.of("/etc/containerd/certs.d/registry.example/hosts.toml");
  private static final String OWN = "https://registry.example";

  private static RegistryHosts parse(String... lines) {
    return HostsFile.parse(FILE, String.join("\n", lines).getBytes(StandardCharsets.UTF_8), OWN);
  }

  private static List<String> urls(RegistryHosts hosts) {
    return hosts.inOrder(OWN).stream().map(host -> host.url().toString()).toList();
  }

  private static RegistryHost last(RegistryHosts hosts) {
    List<RegistryHost> all = hosts.inOrder(OWN);
    return all.get(all.size() - 1);
  }

  @Test
  void parse_severalHosts_keepTheOrderOfTheFile() {
    RegistryHosts hosts =
        parse(
            "server = \"https://origin.example\"",
            "[host.\"https://zulu.example\"]",
            "[host.\"http://mike.example:30020\"]",
            "[host.\"https://alpha.example/team\"]",
            "[host.\"https://zulu.example\".header]",
            "  x = \"1\"",
            "[host.\"https://bravo.example\"]");
    assertThat(urls(hosts))
        .containsExactly(
            "https://zulu.example",
            "http://mike.example:30020",
            "https://alpha.example/team",
            "https://bravo.example",
            "https://origin.example");
  }

  @Test
  void parse_fortyHosts_keepTheOrderOfTheFile() {
    List<String> names =
        java.util.stream.IntStream.range(0, 40)
            .mapToObj(i -> "https://h" + (i * 7919 % 40) + ".example")
            .toList();
    String[] lines = names.stream().map(n -> "[host.\"" + n + "\"]").toArray(String[]::new);
    assertThat(urls(parse(lines)).subList(0, 40)).isEqualTo(names);
  }

  @Test
  void parse_noServer_theRegistryItselfIsLast() {
    RegistryHosts hosts = parse("[host.\"https://m.example\"]");
    assertThat(hosts.server()).isNull();
    assertThat(urls(hosts)).containsExactly("https://m.example", "https://registry.example");
  }

  @Test
  void parse_everyKey() {
    RegistryHost host =
        parse(
                "[host.\"https://m.example/v2/upstream\"]",
                "  capabilities = [\"pull\", \"Resolve\"]",
                "  override_path = true",
                "  ca = [\"ca.pem\", \"/etc/certs/special.pem\"]",
                "  client = [[\"c.cert\", \"c.key\"]]",
                "  skip_verify = true",
                "  dial_timeout = \"1m1.5s\"",
                "  [host.\"https://m.example/v2/upstream\".header]",
                "    x-one = \"a\"",
                "    x-two = [\"b\", \"c\"]")
            .mirrors()
            .get(0);
    assertThat(host.capabilities()).isEqualTo(Set.of(Capability.PULL, Capability.RESOLVE));
    assertThat(host.api()).isEqualTo(URI.create("https://m.example/v2/upstream"));
    assertThat(host.tls().authorities())
        .containsExactly(FILE.resolveSibling("ca.pem"), Path.of("/etc/certs/special.pem"));
    assertThat(host.tls().hasClientCertificate()).isTrue();
    assertThat(host.tls().isVerified()).isFalse();
    assertThat(host.dialTimeout()).isEqualTo(Duration.ofMillis(61_500));
    assertThat(host.headers()).isEqualTo(Map.of("x-one", List.of("a"), "x-two", List.of("b", "c")));
  }

  @Test
  void parse_keysAtTheRoot_areTheServers() {
    RegistryHosts hosts = parse("ca = \"own.pem\"", "[header]", "x = \"1\"");
    assertThat(last(hosts).url()).isEqualTo(URI.create(OWN));
    assertThat(last(hosts).tls().authorities()).containsExactly(FILE.resolveSibling("own.pem"));
    assertThat(last(hosts).headers()).containsKey("x");
  }

  @ParameterizedTest
  @CsvSource({
    "m.example, https://m.example/v2",
    "https://m.example, https://m.example/v2",
    "https://m.example/, https://m.example/v2",
    "https://m.example/v2, https://m.example/v2",
    "https://m.example/us, https://m.example/us/v2",
    "https://docker.io, https://registry-1.docker.io/v2",
    "HTTP://M.Example:81, http://m.example:81/v2",
    "http://[fd00::1]:30020, http://[fd00::1]:30020/v2",
  })
  void parse_hostWithoutOverridePath_apiIsAtV2(String host, String api) {
    assertThat(parse("[host.\"" + host + "\"]").mirrors().get(0).api()).isEqualTo(URI.create(api));
  }

  @Test
  void parse_noCapabilities_all() {
    assertThat(parse("[host.\"https://m.example\"]").mirrors().get(0).capabilities())
        .containsExactlyInAnyOrder(Capability.values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client = \"/etc/certs/client.pem\"",
        "client = [\"/etc/certs/client.pem\"]",
        "client = [[\"/etc/certs/client.pem\", \"\"]]",
      })
  void parse_clientForms_areOneCertificate(String line) {
    assertThat(last(parse(line)).tls().hasClientCertificate()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing", "unknown = 1", "[unknown]\nkey = [1, 2]"})
  void parse_nothingToSay_theRegistryItself(String content) {
    assertThat(urls(parse(content))).containsExactly(OWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server = 1 | server: it must be a string",
        "server = \"ftp://x\" | server: The URL",
        "host = 1 | host: it must be a table",
        "[host]\\n\"https://m\" = 1 | host.\"https://m\": it must be a table",
        "[host.\"https://u:p@m\"] | The URL of a registry's host",
        "[host.\"https://m?token=p\"] | The URL of a registry's host",
        "[host.\"https://m/../..\"] | The URL of a registry's host",
        "[host.\"https://m:99999\"] | The URL of a registry's host",
        "[host.\"https://m\"]\\n[host.\"https://m\".host.\"https://n\"] | hosts of its own",
        "capabilities = \"pul\" | capabilities: it knows",
        "capabilities = [1] | capabilities: it must be a string or an array",
        "capabilities = [[\"pull\"]] | capabilities: it must be",
        "ca = 5 | ca: it must be",
        "ca = \"\" | ca: it must name a file",
        "client = [[\"a\", \"b\", \"c\"]] | client: it must be",
        "client = [\"a\", \"b\"] | client: more than one",
        "skip_verify = \"yes\" | skip_verify: it must be true or false",
        "override_path = 1 | override_path: it must be true or false",
        "header = \"x\" | header: it must be a table",
        "[header]\\nx = 1 | header.x: it must be a string",
        "[header]\\n\"x y\" = \"1\" | header: A host cannot be given the header \"x y\"",
        "[header]\\nHost = \"other\" | header: A host cannot be given the header \"Host\"",
        "[header]\\nrange = \"bytes=0-1\" | header: A host cannot be given",
        "dial_timeout = 5 | dial_timeout: it must be a string",
        "dial_timeout = \"5\" | dial_timeout: it must be a duration",
        "dial_timeout = \"-5s\" | dial_timeout: it must be a duration",
        "dial_timeout = \"5s junk\" | dial_timeout: it must be a duration",
        "dial_timeout = \"9000000h\" | dial_timeout: it must be a duration",
      })
  void parse_wrongValue_namesFileAndKey(String content, String problem) {
    assertThatThrownBy(() -> parse(content.replace("\\n", "\n")))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageStartingWith("Invalid " + FILE + ": ")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = ",
        "x = 1\nx = 2",
        "[host.\"https://m\"]\n[host.\"https://m\"]",
        "[header]\nx = \"s3cret",
        "[header]\nx = \"s3cret\" s3cret",
        "x = \"s3cret\\q\"",
        "x = \u0001",
        "{\"server\": \"https://x\"}",
      })
  void parse_noToml_saysWhereAndQuotesNothing(String content) {
    assertThatThrownBy(() -> parse(content))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageStartingWith("Invalid " + FILE + ": it is no TOML that can be read (line ")
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }

  @Test
  void parse_hostileSizes_refused() {
    assertThatThrownBy(() -> HostsFile.parse(FILE, new byte[HostsFile.MAX_SIZE + 1], OWN))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("larger than");
    for (String hostile :
        List.of(
            "x = " + "[".repeat(100_000),
            "x.".repeat(100_000) + "y = 1",
            "x = " + "9".repeat(10_000),
            "x = \"" + "a".repeat(100_000) + "\"",
            "capabilities = [" + "\"pull\",".repeat(65) + "]",
            "[header]\nx = \"" + "a".repeat(20_000) + "\"")) {
      assertThatThrownBy(() -> parse(hostile)).isInstanceOf(InvalidContentException.class);
    }
    String[] many = new String[65];
    Arrays.setAll(many, i -> "[host.\"https://h" + i + "\"]");
    assertThatThrownBy(() -> parse(many))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("host: ")
        .hasMessageContaining("more than 64");
  }

  @Test
  void parse_notUtf8_refused() {
    byte[] content = {'x', '=', '"', (byte) 0xff, (byte) 0xfe, '"'};
    assertThatThrownBy(() -> HostsFile.parse(FILE, content, OWN))
        .isInstanceOf(InvalidContentException.class);
  }

  @Test
  void toString_headers_areNotShown() {
    RegistryHosts hosts = parse("[header]", "authorization = \"Bearer s3cret\"");
    assertThat(hosts.toString()).contains("authorization").doesNotContain("s3cret");
  }
}
