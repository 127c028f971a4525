package dev.trawl.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.export.predict.FormatRecord;
import dev.trawl.export.predict.FormatRecord.Tensor;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code MLmodel}: what MLflow loads the folder's ONNX file by. JSON is YAML, too. */
final class MlflowDescription {
  static final String FILE = "MLmodel";

  private static final JsonMapper JSON = new JsonMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private MlflowDescription() {}

  static String write(FormatRecord onnx, String runId, Instant now) {
    try {
      return """
      flavors:
        onnx:
          data: %1$s
          providers: [CPUExecutionProvider]
          onnx_session_options: null
          code: null
        python_function:
          data: %1$s
          loader_module: mlflow.onnx
      signature:
        inputs: '%2$s'
        outputs: '%3$s'
      model_uuid: %4$s
      utc_time_created: '%5$s'
      """
          .formatted(
              onnx.file(),
              signature(onnx.input()),
              signature(onnx.output()),
              runId,
              TIME.format(now));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // Texts and numbers are JSON.
    }
  }

  private static String signature(Tensor tensor) throws JsonProcessingException {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("dtype", tensor.dtype());
    numbers.put("shape", tensor.shape());
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("name", tensor.name());
    value.put("type", "tensor");
    value.put("tensor-spec", numbers);
    return JSON.writeValueAsString(List.of(value));
  }
}
