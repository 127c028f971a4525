package dev.trawl.spark;

import dev.trawl.spark.Messages.Answer;
import dev.trawl.spark.Messages.Claim;
import dev.trawl.spark.Messages.Grant;
import dev.trawl.spark.Messages.Logged;
import dev.trawl.spark.Messages.Pulse;
import dev.trawl.spark.Messages.Told;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The runs that train now, by their ids: where the driver's plugin, which Spark makes, finds them.
 * A process has one application of Spark's, and so one of these.
 */
final class Exchange {
  static final Exchange OF_THIS_PROCESS = new Exchange();

  private final Map<String, RunPort> ports = new ConcurrentHashMap<>();

  void open(String runId, RunPort port) {
    ports.put(runId, port);
  }

  void close(String runId, RunPort port) {
    port.close();
    ports.remove(runId, port);
  }

  /** The answer to an executor's message, at once. */
  Serializable receive(Object message) {
    if (message instanceof Claim claim) {
      RunPort port = port(claim.runId());
      return port == null ? Grant.REFUSED : port.claim(claim);
    }
    if (message instanceof Told told) {
      RunPort port = port(told.runId());
      return port == null ? Answer.FENCED : port.told(told);
    }
    if (message instanceof Pulse pulse) {
      RunPort port = port(pulse.runId());
      return port == null ? Answer.FENCED : port.pulse(pulse);
    }
    if (message instanceof Logged logged) {
      RunPort port = port(logged.runId());
      return port == null ? Answer.FENCED : port.logged(logged);
    }
    throw new IllegalArgumentException("need a message of Trawl's, found " + message);
  }

  private @Nullable RunPort port(String runId) {
    return ports.get(runId);
  }
}
