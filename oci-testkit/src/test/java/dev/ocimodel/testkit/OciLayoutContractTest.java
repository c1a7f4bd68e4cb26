package dev.ocimodel.testkit;

import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.layout.OciLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class OciLayoutContractTest extends ContentTargetContract {

  @TempDir Path directory;

  @Override
  protected ContentTarget createTarget() {
    return OciLayout.openOrCreate(directory.resolve("layout"));
  }
}
