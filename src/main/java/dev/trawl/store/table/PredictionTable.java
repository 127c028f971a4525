package dev.trawl.store.table;

import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What runs predict for images, the newest of each part. */
public final class PredictionTable {
  private PredictionTable() {}

  /** As they are stored. */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Packed(Part part, int epoch, byte[] data) {}

  /** Takes milliseconds: before a transaction, for which others wait. None are none. */
  static @Nullable Packed pack(@Nullable ImagePredictions predictions) {
    return predictions == null
        ? null
        : new Packed(predictions.part(), predictions.epoch(), PackedPredictions.pack(predictions));
  }

  /** Within a write transaction; none leave what is there. */
  static void put(Handle handle, long runKey, @Nullable Packed predictions) {
    if (predictions != null) {
      CheckedTable.PREDICTION.put(
          handle,
          "run_id, part",
          Map.of(
              "run_id", runKey,
              "part", predictions.part().name(),
              "epoch", predictions.epoch(),
              "data", predictions.data()));
    }
  }

  /** Those of the best epoch. */
  public static Optional<ImagePredictions> find(Handle handle, RunTable.Entry run, Part part) {
    return CheckedTable.PREDICTION
        .row(
            handle,
            "WHERE t.run_id = :run AND t.part = :part",
            Map.of("run", run.key(), "part", part.name()))
        .filter(row -> Objects.equals(row.integer("epoch"), run.bestEpoch()))
        .map(row -> PackedPredictions.unpack(part, row.integer("epoch"), row.bytes("data")));
  }
}
