package dev.trawl.runner;

import dev.trawl.track.Epoch;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Waits for the first epochs of so many runs. */
final class FirstEpochs implements RunListener {
  private final Set<String> runIds = ConcurrentHashMap.newKeySet();
  private final CountDownLatch wanted;

  FirstEpochs(int runs) {
    wanted = new CountDownLatch(runs);
  }

  @Override
  public void epochEnded(Run run, Epoch epoch) {
    if (epoch.number() == 1 && runIds.add(run.id())) {
      wanted.countDown();
    }
  }

  String await() throws InterruptedException {
    wanted.await();
    return runIds.iterator().next();
  }

  Set<String> awaitRuns(int count) {
    while (runIds.size() < count) {
      Thread.onSpinWait();
    }
    return Set.copyOf(runIds);
  }
}
