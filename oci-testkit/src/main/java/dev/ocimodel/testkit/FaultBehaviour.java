package dev.ocimodel.testkit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Where a fault reaches into the handling of a request; each part does nothing by default. */
interface FaultBehaviour {

  /** Called first; an answer returned here is sent in place of the registry's own. */
  default @Nullable Response before(Wire wire) throws IOException {
    return null;
  }

  /** Gives the endpoint the request's body. */
  default InputStream requestBody(Wire wire, InputStream body) {
    return body;
  }

  /** Sends the answer. */
  default void transmit(Wire wire, Response response) throws IOException {
    wire.send(response);
  }

  /** What to do with an answer. */
  @FunctionalInterface
  interface Transmission {
    void transmit(Wire wire, Response response) throws IOException;
  }

  static FaultBehaviour instead(Response response) {
    return new FaultBehaviour() {
      @Override
      public Response before(Wire wire) {
        return response;
      }
    };
  }

  static FaultBehaviour dropping() {
    return new FaultBehaviour() {
      @Override
      public Response before(Wire wire) {
        return Response.of(500);
      }

      @Override
      public void transmit(Wire wire, Response response) {
        wire.close();
      }
    };
  }

  static FaultBehaviour waiting(CountDownLatch released) {
    return new FaultBehaviour() {
      @Override
      public @Nullable Response before(Wire wire) throws IOException {
        wire.await(released);
        return null;
      }
    };
  }

  static FaultBehaviour transmitting(Transmission transmission) {
    return new FaultBehaviour() {
      @Override
      public void transmit(Wire wire, Response response) throws IOException {
        transmission.transmit(wire, response);
      }
    };
  }

  static FaultBehaviour cuttingRequest(long bytes) {
    return new FaultBehaviour() {
      @Override
      public InputStream requestBody(Wire wire, InputStream body) {
        return new CutInputStream(body, bytes, wire);
      }
    };
  }

  /**
   * Gives some bytes, then fails its reader. The connection is reset when the endpoint is through
   * with that: a client that sees it finds all bytes stored and the upload free.
   */
  final class CutInputStream extends FilterInputStream {

    private final Wire wire;
    private long remaining;

    CutInputStream(InputStream in, long remaining, Wire wire) {
      super(in);
      this.remaining = remaining;
      this.wire = wire;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (remaining == 0) {
        wire.resetAtEnd();
        throw new IOException("Connection reset as the fault plan wants it");
      }
      int read = in.read(buffer, offset, (int) Math.min(length, remaining));
      remaining -= Math.max(read, 0);
      return read;
    }
  }
}
