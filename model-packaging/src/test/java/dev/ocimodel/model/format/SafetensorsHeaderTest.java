package dev.ocimodel.model.format;

import static dev.ocimodel.model.format.SafetensorsBytes.file;
import static dev.ocimodel.model.format.SafetensorsBytes.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ocimodel.model.archive.Vectors;
import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsHeaderTest {

  private static final MediaType WEIGHT = new MediaType("application/octet-stream");

  private static SafetensorsHeader read(String header, int dataSize) throws IOException {
    return SafetensorsHeader.read(Blob.of(WEIGHT, file(header, dataSize)));
  }

  @Test
  void read_honestHeader_givesTensorsInTheOrderOfTheirData() throws IOException {
    String json =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + tensor("b", "F32", "[2]", "4", "12")
            + ","
            + tensor("a", "BF16", "[2,1]", "0", "4")
            + "}   ";
    SafetensorsHeader header = read(json, 12);
    assertThat(header.metadata()).containsExactly(entry("format", "pt"));
    assertThat(header.tensors())
        .containsExactly(
            new Tensor("a", "BF16", List.of(2L, 1L), 0, 4),
            new Tensor("b", "F32", List.of(2L), 4, 12));
    assertThat(header.headerSize()).isEqualTo(json.length());
    assertThat(header.dataSize()).isEqualTo(12);
    assertThat(header.parameterCount()).isEqualTo(4);
    assertThat(header.bytesByDtype()).containsExactly(entry("BF16", 4L), entry("F32", 8L));
    assertThat(header.unknownDtypes()).isEmpty();
  }

  @Test
  void read_scalarsAndEmptyTensors_areAllowed() throws IOException {
    String json =
        "{"
            + tensor("scalar", "F64", "[]", "0", "8")
            + ","
            + tensor("empty", "F16", "[0,4096]", "8", "8")
            + ","
            + tensor("half", "F4", "[3,2]", "8", "11")
            + "}";
    SafetensorsHeader header = read(json, 11);
    assertThat(header.parameterCount()).isEqualTo(1 + 0 + 6);
    assertThat(header.tensors()).hasSize(3);
  }

  @Test
  void read_noTensors_isAHeader() throws IOException {
    assertThat(read("{}", 0).tensors()).isEmpty();
  }

  @Test
  void read_unknownDtype_isTakenAndNamed() throws IOException {
    SafetensorsHeader header = read("{" + tensor("q", "F3_E1M1", "[5]", "0", "2") + "}", 2);
    assertThat(header.unknownDtypes()).containsExactly("F3_E1M1");
    assertThat(header.bytesByDtype()).containsExactly(entry("F3_E1M1", 2L));
  }

  @Test
  void read_extraFieldOfATensor_isPassedOver() throws IOException {
    String json =
        "{\"a\":{\"note\":{\"x\":[1]},\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
    assertThat(read(json, 1).tensors()).hasSize(1);
  }

  @Test
  void read_remoteBlob_opensTheLengthAndTheHeaderOnly() throws IOException {
    byte[] start = file("{" + tensor("w", "U8", "[1099511627776]", "0", "1099511627776") + "}", 0);
    long size = start.length + 1099511627776L;
    List<String> opened = new ArrayList<>();
    Blob remote =
        new Blob() {
          @Override
          public Descriptor descriptor() {
            return Descriptor.of(WEIGHT, Digest.sha256("never read"), size);
          }

          @Override
          public InputStream open(long offset, long length) {
            opened.add(offset + "+" + length);
            int end = (int) (offset + length);
            return new ByteArrayInputStream(Arrays.copyOfRange(start, (int) offset, end));
          }
        };
    assertThat(SafetensorsHeader.read(remote).parameterCount()).isEqualTo(1L << 40);
    assertThat(opened).containsExactly("0+8", "8+" + (start.length - 8));
  }

  @Test
  void read_file_isLikeItsBlob(@TempDir Path directory) throws IOException {
    byte[] content = file("{" + tensor("a", "I8", "[3]", "0", "3") + "}", 3);
    Path path = Files.write(directory.resolve("model.safetensors"), content);
    assertThat(SafetensorsHeader.read(path, FormatLimits.create()))
        .isEqualTo(SafetensorsHeader.read(Blob.of(WEIGHT, content)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"})
  void read_shardOfAnotherWriter_fillsTheFile(String name) throws IOException {
    Path file = Vectors.directory().resolve("tiny-model").resolve(name);
    SafetensorsHeader header = SafetensorsHeader.read(file, FormatLimits.create());
    assertThat(header.tensors()).isNotEmpty();
    assertThat(8 + header.headerSize() + header.dataSize()).isEqualTo(Files.size(file));
    assertThat(header.unknownDtypes()).isEmpty();
  }

  @Test
  void read_largeHeader_isReadToItsLastTensor() throws IOException {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 50_000; i++) {
      json.append(i == 0 ? "" : ",")
          .append(tensor("layer." + i, "U8", "[1]", "" + i, "" + (i + 1)));
    }
    SafetensorsHeader header = read(json.append('}').toString(), 50_000);
    assertThat(header.parameterCount()).isEqualTo(50_000);
    assertThat(header.tensors().get(49_999).name()).isEqualTo("layer.49999");
  }

  @Test
  void elementCount_overTheRange_isCapped() {
    Tensor huge = new Tensor("h", "X", List.of(Long.MAX_VALUE, 2L), 0, 0);
    assertThat(huge.elementCount()).isEqualTo(Long.MAX_VALUE);
    assertThat(new SafetensorsHeader(Map.of(), List.of(huge, huge), 0, 0).parameterCount())
        .isEqualTo(Long.MAX_VALUE);
  }
}
