import dev.trawl.track.*;
import dev.trawl.tracking.*;
import java.util.*;

public class Nested {
  public static void main(String[] a) {
    DatasetInfo toy = new DatasetInfo("toy", "", 10, 5, 10, 2, 2, 1, List.of("a", "b"));
    Evaluation test = new Evaluation(0.3, List.of(List.of(5L, 0L), List.of(1L, 4L)));
    try (Tracker t = Tracker.open(a[0]);
        TrackedSweep s = t.begin(SweepDescription.of("nested", "m", toy, 1))) {
      for (Object kernels : new Object[] {List.of(3, 5), new int[][] {{3, 3}, {5, 5}}})
        try (TrackedRun r = s.begin(Map.of("kernels", kernels))) {
          r.epoch(Map.of("val_accuracy", 0.6));
          r.finish(test);
        }
    }
  }
}
