package dev.ocimodel.registry;

import java.io.IOException;

/** Something done at a registry. */
interface RemoteAction<T> {
  T run() throws IOException;
}
