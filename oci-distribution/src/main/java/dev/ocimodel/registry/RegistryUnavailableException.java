package dev.ocimodel.registry;

import dev.ocimodel.oci.OciException;
import dev.ocimodel.oci.transfer.TransferCancelledException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * No answer could be had from a registry, after whatever retries were due. What to do: check its
 * address, the network, and whether it speaks TLS or plain HTTP.
 */
public final class RegistryUnavailableException extends OciException {

  private static final long serialVersionUID = 1L;

  private RegistryUnavailableException(String message, IOException cause) {
    super(message, cause);
  }

  static <T> T wrapping(String repository, String what, RemoteAction<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new TransferCancelledException("Interrupted: " + what + " in " + repository, e);
      }
      throw new RegistryUnavailableException(
          "Could not " + what + " in " + repository + ": " + explain(e), e);
    }
  }

  /** Says what is wrong in the words of somebody who has to mend it. */
  static String explain(IOException failure) {
    if (failure instanceof HostFailures.NoHostAnsweredException several
        && several.getCause() instanceof IOException last) {
      return explain(last) + several.others();
    }
    if (failure instanceof UnknownHostException) {
      return "the host name is not known. Check its spelling and DNS.";
    }
    if (failure instanceof ConnectException) {
      return "no connection (" + failure.getMessage() + "). Is the registry running there?";
    }
    if (failure instanceof SocketTimeoutException) {
      return "timed out (" + failure.getMessage() + ").";
    }
    if (failure instanceof SSLPeerUnverifiedException) {
      return "its certificate is for another host (" + failure.getMessage() + ").";
    }
    boolean told =
        failure instanceof ClientCertificateRefusedException || TlsFailures.isDistrust(failure);
    if (failure instanceof SSLException && told) {
      return failure.getMessage() + ".";
    }
    if (failure instanceof SSLException) {
      return "no TLS connection ("
          + failure.getMessage()
          + "). If the registry speaks plain HTTP, choose that explicitly.";
    }
    return String.valueOf(failure.getMessage());
  }
}
