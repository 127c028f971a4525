import dev.trawl.track.*;
import dev.trawl.tracking.*;
import java.util.*;

public class Never {
  public static void main(String[] a) {
    DatasetInfo toy = new DatasetInfo("toy", "", 10, 5, 10, 2, 2, 1, List.of("a", "b"));
    try (Tracker t = Tracker.open(a[0]);
        TrackedSweep s = t.begin(SweepDescription.of("never", "m", toy, 1));
        TrackedRun r = s.begin(Map.of("x", 1))) {
      r.epoch(Map.of("val_accuracy", 0.5));
      r.finish(
          new Evaluation(0.7, List.of(List.of(5L, 0L), List.of(5L, 0L)))); // b is never predicted
    }
  }
}
