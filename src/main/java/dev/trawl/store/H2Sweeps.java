package dev.trawl.store;

import dev.trawl.store.table.SweepQueries;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.Sweep;
import dev.trawl.track.Sweeps;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Sweeps, as the database has them. */
interface H2Sweeps extends H2Role, Sweeps {
  @Override
  default Sweep createSweep(NewSweep sweep, Owner owner) {
    return parts().sweepChanges().create(sweep, owner);
  }

  @Override
  default Sweep createOnlySweep(NewSweep sweep, Owner owner) {
    return parts().sweepChanges().createOnly(sweep, owner);
  }

  @Override
  default List<Sweep> sweeps() {
    return parts().read(SweepQueries::all);
  }

  @Override
  default Optional<Sweep> sweep(String id) {
    return parts().read(handle -> SweepQueries.find(handle, id));
  }

  @Override
  default Optional<Sweep> findSweep(String nameOrId) {
    return parts()
        .read(
            handle ->
                SweepQueries.findById(handle, nameOrId)
                    .or(() -> SweepQueries.findNewest(handle, nameOrId))
                    .or(() -> findByPrefix(handle, nameOrId)));
  }

  private static Optional<Sweep> findByPrefix(Handle handle, String prefix) {
    List<String> uids = prefix.isEmpty() ? List.of() : SweepQueries.uids(handle, prefix);
    return uids.size() == 1 ? SweepQueries.findById(handle, uids.get(0)) : Optional.empty();
  }

  @Override
  default Sweep tagSweep(String sweepId, String name, String value) {
    return parts().sweepChanges().tag(sweepId, name, value);
  }
}
