package dev.trawl.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainArraysTest {
  private static final JsonMapper STRICT =
      JsonMapper.builder(ImageParser.JSON)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String PIECES = "[]{},:\"0129 \n.-e";

  private static @Nullable PlainArrays read(String body) {
    return PlainArrays.read(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void body_ofImages_isReadWithItsSizes() {
    PlainArrays read =
        Objects.requireNonNull(
            read(" { \"images\" : [ [[0, 1,2],[3,4 ,255]],\n[[9,8,7], [6,5,4]] ] }\r\n"));

    assertThat(read.field()).isEqualTo("images");
    assertThat(read.sizes()).containsExactly(2, 2, 3);
    assertThat(read.pixels()).containsExactly(0, 1, 2, 3, 4, 255, 9, 8, 7, 6, 5, 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"",
        "{\"image",
        "{\"image\"",
        "{\"image\":",
        "{\"image\":7}",
        "{\"image\":[]}",
        "{\"image\":[[]]}",
        "{\"image\":[1",
        "{\"image\":[1,]}",
        "{\"image\":[,1]}",
        "{\"image\":[01]}",
        "{\"image\":[256]}",
        "{\"image\":[1000]}",
        "{\"image\":[-1]}",
        "{\"image\":[1.0]}",
        "{\"image\":[1e0]}",
        "{\"image\":[null]}",
        "{\"image\":[\"1\"]}",
        "{\"image\":[1 2]}",
        "{\"image\":[[1,2],[3]]}",
        "{\"image\":[1,[2]]}",
        "{\"image\":[[1],2]}",
        "{\"image\":[[[[[1]]]]]}",
        "{\"image\":[1]} x",
        "{\"image\":[1],\"image\":[1]}",
        "{\"image\":[1],}",
        "[[1]]"
      })
  void body_ofAnythingElse_isLeft(String body) {
    assertThat(read(body)).isNull();
  }

  @Test
  void body_changedAtRandom_isReadAsStrictJsonOrLeft() throws IOException {
    Random random = new Random(15);
    int plain = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder body = new StringBuilder("{\"image\": [[1, 20, 255], [0,7,99]]}");
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = random.nextInt(body.length());
        String piece = String.valueOf(PIECES.charAt(random.nextInt(PIECES.length())));
        body.replace(at, Math.min(body.length(), at + random.nextInt(2)), piece);
      }
      PlainArrays read = read(body.toString());
      if (read != null) {
        plain++;
        assertSame(read, STRICT.readTree(body.toString()));
      }
    }
    assertThat(plain).isGreaterThan(1000);
  }

  private static void assertSame(PlainArrays read, JsonNode json) {
    assertThat(json.fieldNames()).toIterable().containsExactly(read.field());
    List<Integer> sizes = new ArrayList<>();
    JsonNode arrays = json.get(read.field());
    for (JsonNode array = arrays; array.isArray(); array = array.get(0)) {
      sizes.add(array.size());
    }
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    collect(arrays, pixels);
    assertThat(read.sizes()).as("%s", json).isEqualTo(sizes);
    assertThat(read.pixels()).as("%s", json).isEqualTo(pixels.toByteArray());
  }

  private static void collect(JsonNode node, ByteArrayOutputStream pixels) {
    if (node.isArray()) {
      node.forEach(each -> collect(each, pixels));
    } else {
      pixels.write(node.intValue());
    }
  }
}
