import dev.trawl.track.*;
import dev.trawl.tracking.*;
import java.math.*;
import java.util.*;

public class Large {
  public static void main(String[] a) {
    DatasetInfo toy = new DatasetInfo("toy", "", 10, 5, 10, 2, 2, 1, List.of("a", "b"));
    Evaluation test = new Evaluation(0.3, List.of(List.of(5L, 0L), List.of(1L, 4L)));
    try (Tracker t = Tracker.open(a[0]);
        TrackedSweep s = t.begin(SweepDescription.of("large", "m", toy, 1))) {
      for (Object n : List.of(9007199254740993L, new BigInteger("123456789012345678901234567890")))
        try (TrackedRun r = s.begin(Map.of("data_seed", n))) {
          r.epoch(Map.of("val_accuracy", 0.6));
          r.finish(test);
        }
    }
  }
}
