package dev.ocimodel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token server inside this process, for tests: it gives out JSON Web Tokens that a real registry
 * verifies by itself, as Docker's "Token Authentication" describes both (distribution's {@code
 * auth: token}), by {@code GET} and by OAuth 2 {@code POST} with a password or a refresh token.
 * Tokens are signed by ES256, each with a key of its server's own.
 *
 * <pre>{@code
 * try (TestTokenServer tokens = TestTokenServer.builder().account("alice", "secret").start();
 *     TestRegistry registry = TestRegistry.builder().bearerAuthentication(tokens).start()) {
 *   ...
 *   assertThat(tokens.requests()).hasSize(1);
 * }
 * }</pre>
 *
 * <p>Another registry is told the {@link #realm}, {@link #service}, {@link #issuer} and the {@link
 * #keySet}. Safe to use from many threads; its own are daemons.
 */
public final class TestTokenServer implements AutoCloseable {

  private final RequestLog log = new RequestLog();
  private final String issuer;
  private final String service;
  private final JsonWebTokens format;
  private final IssuedTokens issued;
  private final LoopbackServer server;

  private TestTokenServer(Builder options) throws IOException {
    this.issuer = options.issuer;
    this.service = options.service;
    this.format = new JsonWebTokens(issuer, service);
    this.issued = new IssuedTokens(options.clock);
    TokenEndpoint endpoint =
        new TokenEndpoint(
            new TokenEndpoint.Rules(
                options.account, options.anonymousPull, options.oauth2, options.tokenLifetime),
            options.clock,
            format,
            issued);
    RegistryHandler handler =
        new RegistryHandler(log, options.faults, Authentication.open(), endpoint, new Router());
    this.server = new LoopbackServer("test-token-server", options.port, options.hasFaults, handler);
  }

  /** Returns a builder for a server that knows nobody yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns {@code http://HOST:PORT/token}: where tokens are had. */
  public URI realm() {
    return URI.create("http://" + server.address() + TokenEndpoint.PATH);
  }

  /** Returns whom tokens are for: the {@code service} of a challenge, a token's {@code aud}. */
  public String service() {
    return service;
  }

  /** Returns who gave a token out: its {@code iss}. */
  public String issuer() {
    return issuer;
  }

  /** Returns the key that verifies this server's tokens, as a JSON Web Key Set (RFC 7517). */
  public String keySet() {
    return format.keySet();
  }

  IssuedTokens issued() {
    return issued;
  }

  /**
   * Returns the requests so far in order of arrival, those still running included; the latest
   * 100,000 of them. What a form held is not recorded.
   */
  public List<RecordedRequest> requests() {
    return log.snapshot();
  }

  /** Empties {@link #requests()}; numbers go on. */
  public void forgetRequests() {
    log.clear();
  }

  /**
   * Makes all tokens invalid for a {@link TestRegistry}; others, which look at the signature only,
   * take them until they expire. Refresh tokens stay.
   */
  public void revokeTokens() {
    issued.revokeAll();
  }

  /** Ends all connections and threads. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close " + this, e);
    }
  }

  /** Returns the realm. */
  @Override
  public String toString() {
    return "TestTokenServer[" + realm() + "]";
  }

  /** Settings of a {@link TestTokenServer}; not thread-safe. */
  public static final class Builder {

    private int port;
    private Authentication.@Nullable Credentials account;
    private boolean anonymousPull;
    private boolean oauth2 = true;
    private String issuer = "test-token-server";
    private String service = "test-registry";
    private Duration tokenLifetime = Duration.ofMinutes(5);
    private Clock clock = Clock.systemUTC();
    private FaultPlan faults = FaultPlan.none();
    private boolean hasFaults;

    private Builder() {}

    /** Sets the TCP port; 0, the default, takes a free one. */
    public Builder port(int newPort) {
      port = newPort;
      return this;
    }

    /** Sets the one account; it gets whatever it asks for. */
    public Builder account(String user, String password) {
      account = new Authentication.Credentials(user, password);
      return this;
    }

    /** Gives everyone tokens that pull. */
    public Builder anonymousPull() {
      anonymousPull = true;
      return this;
    }

    /** Refuses {@code POST} with 405, as token servers do that know the older protocol only. */
    public Builder withoutOAuth2() {
      oauth2 = false;
      return this;
    }

    /** Sets {@link TestTokenServer#issuer()}; the default is {@code test-token-server}. */
    public Builder issuer(String name) {
      issuer = name;
      return this;
    }

    /** Sets {@link TestTokenServer#service()}; the default is {@code test-registry}. */
    public Builder service(String name) {
      service = name;
      return this;
    }

    /** Sets how long a token is good, in whole seconds; the default is 5 minutes. */
    public Builder tokenLifetime(Duration lifetime) {
      tokenLifetime = lifetime;
      return this;
    }

    /**
     * Sets the clock that dates tokens. A registry may bear with clocks that differ (distribution
     * with 60 seconds); one that is slow by so much makes tokens end there when they should.
     */
    public Builder clock(Clock newClock) {
      clock = newClock;
      return this;
    }

    /** Makes requests fail, as {@link TestRegistry.Builder#faults} does. */
    public Builder faults(FaultPlan plan) {
      faults = plan;
      hasFaults = true;
      return this;
    }

    /**
     * Starts the server.
     *
     * @throws UncheckedIOException if the port is taken
     */
    public TestTokenServer start() {
      try {
        return new TestTokenServer(this);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "Cannot start a token server on port " + port + ": " + e.getMessage(), e);
      }
    }
  }
}
