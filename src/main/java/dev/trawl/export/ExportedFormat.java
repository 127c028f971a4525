package dev.trawl.export;

import dev.trawl.export.predict.FormatRecord;
import dev.trawl.export.quantise.Calibration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A format that was written and verified.
 *
 * @param runtime that ran it
 * @param calibrated training images from which the ranges of its 8 bits are; 0 in floats
 * @param floats that its speed is compared with
 */
public record ExportedFormat(
    FormatRecord record,
    String runtime,
    int calibrated,
    Agreement agreement,
    Speed speed,
    ReferenceSpeed floats) {

  /** Whether it has 8 bits. */
  public boolean quantised() {
    return calibrated > 0;
  }

  /** As it stands in {@code model.json}, in the order of its keys. */
  public Map<String, Object> asMap() {
    Map<String, Object> json = new LinkedHashMap<>(record.asMap());
    json.put("quantised", quantised());
    if (quantised()) {
      Map<String, Object> calibration = new LinkedHashMap<>();
      calibration.put("method", Calibration.METHOD);
      calibration.put("images", calibrated);
      json.put("calibration", calibration);
    }
    json.putAll(agreement.asMap());
    json.put("runtime", runtime);
    json.put("microseconds_an_image", round(speed.microseconds()));
    json.put("images_per_second_in_batches_of_" + Speed.BATCH, round(speed.imagesPerSecond()));
    return json;
  }

  private static double round(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
