import dev.trawl.track.*;
import dev.trawl.tracking.*;
import java.util.*;

public class Nulls {
  public static void main(String[] a) {
    DatasetInfo toy = new DatasetInfo("toy", "", 10, 5, 10, 2, 2, 1, List.of("a", "b"));
    try (Tracker t = Tracker.open(a[0]);
        TrackedSweep s = t.begin(SweepDescription.of("nulls", "m", toy, 1))) {
      try (TrackedRun r = s.begin(Map.of("", 1))) {
        System.out.println("a blank parameter name: accepted");
      } catch (RuntimeException e) {
        System.out.println(e);
      }
      try (TrackedRun r = s.begin(Map.of("x", 1))) {
        Map<String, Double> metrics = new HashMap<>(Map.of("val_accuracy", 0.5));
        metrics.put("train_loss", null);
        r.epoch(metrics);
      } catch (RuntimeException e) {
        System.out.println(e);
      }
    }
  }
}
