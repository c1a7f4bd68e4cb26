package dev.ocimodel.registry;

import java.io.Closeable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where the location of one upload session is kept, so that another process can go on with it. */
interface SavedSession extends Closeable {

  /** Keeps nothing. */
  SavedSession NONE =
      new SavedSession() {
        @Override
        public boolean isKept() {
          return false;
        }

        @Override
        public @Nullable URI location() {
          return null;
        }

        @Override
        public void save(URI location) {
          // nowhere
        }

        @Override
        public void forget() {
          // nothing to forget
        }

        @Override
        public void close() {
          // nothing is open
        }
      };

  /** Whether what is saved can be found by another process. */
  boolean isKept();

  /** Returns the location that was saved last; null if there is none. */
  @Nullable URI location();

  /** Saves a location, if that is possible: an upload does not fail because of a note on it. */
  void save(URI location);

  /** Forgets it: the upload is complete, or lost. */
  void forget();
}
