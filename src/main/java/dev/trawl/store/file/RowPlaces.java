package dev.trawl.store.file;

import dev.trawl.store.file.StoredType.RowValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.h2.value.Value;
import org.h2.value.ValueLob;
import org.jspecify.annotations.Nullable;

/**
 * Where a row of a checked table has its values and their checksum, in a file that is read without
 * H2.
 *
 * @param covered by the checksum, in its order
 */
record RowPlaces(List<Integer> covered, int checksum) {
  RowPlaces {
    covered = List.copyOf(covered);
  }

  /** Empty for a table without checksums: another, or that of an older schema. */
  static Optional<RowPlaces> of(Columns columns) {
    List<String> names =
        columns.columns().stream().map(column -> column.name().toLowerCase(Locale.ROOT)).toList();
    int checksum = names.indexOf(ChecksumColumns.CHECKSUM);
    return ChecksumColumns.of(columns.table().toLowerCase(Locale.ROOT))
        .filter(covered -> checksum >= 0)
        .map(
            covered ->
                new RowPlaces(
                    covered.stream()
                        .map(names::indexOf)
                        .filter(place -> place >= 0) // an older schema ends sooner
                        .toList(),
                    checksum));
  }

  /** Whether a row's values are those that were written; not looked at where one is elsewhere. */
  boolean isAsWritten(RowValues row) throws FileDamage {
    List<@Nullable Object> values = new ArrayList<>(covered.size());
    for (int place : covered) {
      Value value = row.values().get(place);
      if (value instanceof ValueLob) {
        return true;
      }
      values.add(SalvagedValues.plain(value));
    }
    return RowChecksum.of(values) == row.values().get(checksum).getInt();
  }
}
