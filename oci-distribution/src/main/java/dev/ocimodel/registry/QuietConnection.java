package dev.ocimodel.registry;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection that logs neither header fields nor bytes, whatever the log levels are: they hold
 * passwords, tokens and signed locations.
 */
final class QuietConnection extends DefaultManagedHttpClientConnection {

  QuietConnection(Http1Config limits, AnswerGuard guard) {
    super("registry", null, null, limits, null, null, guard, null, guard);
  }

  @Override
  public void bind(Socket socket) throws IOException {
    bind(new SocketHolder(socket));
    setSocketTimeout(Timeout.ofMilliseconds(socket.getSoTimeout()));
  }

  @Override
  public void bind(SSLSocket tls, Socket socket) throws IOException {
    bind(new SocketHolder(tls, socket));
    setSocketTimeout(Timeout.ofMilliseconds(tls.getSoTimeout()));
  }

  @Override
  protected void onRequestSubmitted(ClassicHttpRequest request) {
    // would be logged
  }

  @Override
  protected void onResponseReceived(ClassicHttpResponse response) {
    // would be logged
  }
}
