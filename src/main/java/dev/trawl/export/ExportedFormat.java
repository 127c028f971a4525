package dev.trawl.export;

import dev.trawl.export.predict.FormatRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A format that was written and verified.
 *
 * @param runtime that ran it
 * @param quantised whether it has 8 bits
 */
public record ExportedFormat(
    FormatRecord record, String runtime, boolean quantised, Agreement agreement, Speed speed) {

  /** As it stands in {@code model.json}, in the order of its keys. */
  public Map<String, Object> asMap() {
    Map<String, Object> json = new LinkedHashMap<>(record.asMap());
    json.put("quantised", quantised);
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
