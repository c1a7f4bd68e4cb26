package dev.ocimodel.model;

import java.nio.file.Path;
import java.util.List;

/**
 * A layer's files in the staging directory, verified.
 *
 * @param files the files it holds
 * @param removed paths of files and directories of lower layers that it takes away
 * @param fetched bytes that were fetched for it; 0 when an earlier run had done so
 */
record StagedLayer(List<StagedFile> files, List<String> removed, long fetched) {

  StagedLayer {
    files = List.copyOf(files);
    removed = List.copyOf(removed);
  }

  /**
   * A file that waits for its final name.
   *
   * @param path the path it will have
   * @param content where its bytes are
   * @param state whether it still has to move
   * @param executable whether it is a program
   */
  record StagedFile(String path, Path content, State state, boolean executable) {}

  /** How far a file is. */
  enum State {
    /** In the staging directory. */
    STAGED,
    /** Under its final name already, where an earlier run or the user had put it. */
    IN_PLACE
  }
}
