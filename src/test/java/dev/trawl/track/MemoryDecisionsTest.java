package dev.trawl.track;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

class MemoryDecisionsTest extends DecisionsContract {
  private final Map<String, String> sweepOfRun = new HashMap<>();
  private final Decisions decisions =
      new MemoryDecisions(run -> Optional.ofNullable(sweepOfRun.get(run)));

  @Override
  protected Decisions decisions() {
    return decisions;
  }

  @Override
  protected String sweep() {
    return UUID.randomUUID().toString();
  }

  @Override
  protected String run(String sweepId, int number) {
    String run = UUID.randomUUID().toString();
    sweepOfRun.put(run, sweepId);
    return run;
  }
}
