package dev.trawl.runner;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Arbiter's listeners; one that throws is logged and disturbs nobody. */
final class StatusListeners {
  private static final Logger log = LoggerFactory.getLogger(StatusListeners.class);

  private final CopyOnWriteArrayList<StatusListener> listeners = new CopyOnWriteArrayList<>();

  void add(List<StatusListener> added) {
    listeners.addAllAbsent(added);
  }

  void remove(List<StatusListener> removed) {
    listeners.removeAll(removed);
  }

  void clear() {
    listeners.clear();
  }

  List<StatusListener> all() {
    return List.copyOf(listeners);
  }

  void tell(Consumer<StatusListener> event) {
    for (StatusListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        log.warn("status listener={} failed", listener, e);
      }
    }
  }
}
