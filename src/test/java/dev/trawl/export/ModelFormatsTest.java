package dev.trawl.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The formats that there are. */
class ModelFormatsTest extends ModelFormatContract {
  @Override
  List<ModelFormat> formats() {
    ModelFormats all = new ModelFormats();
    return all.keys().stream().map(key -> all.find(key).orElseThrow()).toList();
  }

  @Test
  void keys_ofTheRegister_haveTheDefault() {
    assertThat(new ModelFormats().keys())
        .containsExactly("dl4j", "onnx", "onnx-int8", "tflite", "tflite-int8");
    assertThat(new ModelFormats().defaults())
        .extracting(ModelFormat::key)
        .containsExactly("dl4j", "onnx");
    assertThat(new ModelFormats().find("pickle")).isEmpty();
  }

  @Test
  void formats_twoOfAFile_areRefused() {
    List<ModelFormat> twice = List.of(new Deeplearning4jFormat(), new Deeplearning4jFormat());
    assertThatThrownBy(() -> new ModelFormats(twice))
        .hasMessage("need one format for each file, found two for model.zip");
  }
}
