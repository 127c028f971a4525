package dev.trawl.store;

import dev.trawl.track.Owner;
import dev.trawl.track.Ownership;
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.List;

/** Whose sweeps are. */
interface H2Ownership extends H2Role, Ownership {
  @Override
  default Sweep claimSweep(String sweepId, Owner owner) {
    return parts().sweepChanges().claim(sweepId, owner);
  }

  @Override
  default Sweep joinSweep(String sweepId, Owner owner) {
    return parts().sweepChanges().join(sweepId, owner);
  }

  @Override
  default List<StopRequest> heartbeat(String sweepId, Owner owner) {
    return parts().sweepChanges().heartbeat(sweepId, owner);
  }

  @Override
  default Sweep endSweep(String sweepId, SweepStatus status, String reason) {
    return parts().sweepChanges().end(sweepId, status, reason);
  }

  @Override
  default void markInterrupted() {
    parts().sweepChanges().markInterrupted();
  }

  @Override
  default void requestStop(StopRequest request) {
    parts().sweepChanges().requestStop(request);
  }
}
