package dev.trawl.store.file;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which columns of its rows the checksum of a table covers, and in which order: all but itself.
 * {@link RowChecksum} is the form of their bytes.
 *
 * <p>Databases hold these checksums: another order needs a migration.
 */
public final class ChecksumColumns {
  public static final String CHECKSUM = "checksum";

  private static final Map<String, String> OF_TABLES =
      Map.ofEntries(
          Map.entry(
              "sweep",
              """
              id uid name description project status reason source_file source_text
              source_overrides method model seed metric_name metric_goal metric_target thresholds
              planned_runs epochs dataset_name dataset_sha256 train_images validation_images
              test_images height width channels labels created_at ended_at deleted_at tags
              sequence
              """),
          Map.entry("sweep_owner", "sweep_id owner_uid host pid started_at heartbeat_at"),
          Map.entry("environment", "id sha256 entries"),
          Map.entry(
              "run",
              """
              id uid sweep_id number attempt hidden status reason parameters seed environment_id
              tags metrics epochs best_epoch score band seconds seconds_outside_epochs phases
              created_at started_at ended_at deleted_at sequence candidate budget parent logged
              """),
          Map.entry("metric_key", "id name"),
          Map.entry("metric_key_set", "id key_ids"),
          Map.entry("parameter_key", "id name"),
          Map.entry("metric_point", "id key_set_id recorded_at seconds best metric_values"),
          Map.entry("checkpoint", "run_id epoch model_id bytes sha256 state created_at"),
          Map.entry("evaluation", "run_id loss confusion"),
          Map.entry("logged_metric", "id run_id step logged_at key_set_id metric_values"),
          Map.entry("artifact", "id run_id path bytes sha256 created_at"),
          Map.entry("artifact_piece", "artifact_id place data"),
          Map.entry("prediction", "run_id part epoch data"),
          Map.entry("run_log", "run_id head tail omitted failure trace"),
          Map.entry("run_environment", "run_id began_at environment_id"),
          Map.entry("decision", "id sweep_id run_id job begins kind epoch known reason decided_at"),
          Map.entry(
              "adjustment",
              "id sweep_id job sweep_key value_before value_after adjusted_by adjusted_at"),
          Map.entry("model_version", "id name version run_uid location files registered_at"),
          Map.entry("alias_move", "id model alias version moved_by test moved_at"),
          Map.entry("saved_view", "id name query saved_at"),
          Map.entry("outbox", "id uid channel payload attempts failure created_at due_at sent_at"));

  private ChecksumColumns() {}

  /** Empty for a table whose rows have no checksum. */
  public static Optional<List<String>> of(String table) {
    return Optional.ofNullable(OF_TABLES.get(table))
        .map(columns -> List.of(columns.strip().split("\\s+")));
  }
}
