package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferItem;
import dev.ocimodel.oci.transfer.TransferListener;
import dev.ocimodel.oci.transfer.TransferOutcome;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a progress bar hears adds up. */
class ProgressTest {

  @TempDir Path temporary;
  Path model;
  OciLayout layout;
  final Tally tally = new Tally();

  @BeforeEach
  void writeModel() throws Exception {
    model = TinyModel.write(temporary.resolve("model"));
    layout = OciLayout.openOrCreate(temporary.resolve("layout"));
  }

  @ParameterizedTest
  @EnumSource(ModelPreset.class)
  void pack_progress_endsAtWhatWasPlanned(ModelPreset preset) {
    preset.packager().withTransfer(Transfer.create().withListener(tally)).pack(model, layout, "v1");

    tally.check(TransferOutcome.COPIED);
  }

  @ParameterizedTest
  @EnumSource(ModelPreset.class)
  void unpack_progress_endsAtWhatWasPlanned(ModelPreset preset) {
    preset.packager().pack(model, layout, "v1");

    ModelUnpacker.create()
        .withTransfer(Transfer.create().withListener(tally))
        .unpack(layout, "v1", temporary.resolve("target"));

    tally.check(TransferOutcome.COPIED);
  }

  private static final class Tally implements TransferListener {

    private final AtomicLong planned = new AtomicLong();
    private final AtomicLong items = new AtomicLong();
    private final Map<String, Long> positions = new ConcurrentHashMap<>();
    private final Map<String, TransferOutcome> outcomes = new ConcurrentHashMap<>();

    @Override
    public void onPlanned(int count, long bytes) {
      items.addAndGet(count);
      planned.addAndGet(bytes);
    }

    @Override
    public void onProgress(TransferItem item, long position) {
      positions.put(item.name(), position);
    }

    @Override
    public void onCompleted(TransferItem item, TransferOutcome outcome) {
      assertThat(item.size()).hasValue(positions.getOrDefault(item.name(), 0L));
      outcomes.put(item.name(), outcome);
    }

    void check(TransferOutcome outcome) {
      assertThat(positions.values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(planned.get());
      assertThat(outcomes).hasSize((int) items.get()).containsValue(outcome);
    }
  }
}
