package dev.trawl.runner;

import dev.trawl.track.Epoch;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import dev.trawl.track.Sweep;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners; one that throws is logged and disturbs nobody. */
final class Listeners implements RunListener {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final List<RunListener> listeners;

  Listeners(List<RunListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void sweepStarted(Sweep sweep) {
    tell(listener -> listener.sweepStarted(sweep));
  }

  @Override
  public void runStarted(Run run, int after) {
    tell(listener -> listener.runStarted(run, after));
  }

  @Override
  public void runProgressed(Run run, int epoch, int images, int total) {
    tell(listener -> listener.runProgressed(run, epoch, images, total));
  }

  @Override
  public void epochEnded(Run run, Epoch epoch) {
    tell(listener -> listener.epochEnded(run, epoch));
  }

  @Override
  public void runEnded(Run run) {
    tell(listener -> listener.runEnded(run));
  }

  @Override
  public void sweepEnded(Sweep sweep) {
    tell(listener -> listener.sweepEnded(sweep));
  }

  private void tell(Consumer<RunListener> event) {
    for (RunListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        log.warn("listener={} failed", listener, e);
      }
    }
  }
}
