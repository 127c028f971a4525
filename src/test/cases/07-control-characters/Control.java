import dev.trawl.track.*;
import dev.trawl.tracking.*;
import java.util.*;

public class Control {
  public static void main(String[] a) {
    DatasetInfo toy = new DatasetInfo("toy", "", 10, 5, 10, 2, 2, 1, List.of("a", "b"));
    try (Tracker t = Tracker.open(a[0]);
        TrackedSweep s = t.begin(SweepDescription.of("ctl\u001b[31m", "m", toy, 1));
        TrackedRun r = s.begin(Map.of("text", "\u001b[2Jgone\ttab"))) {
      r.epoch(Map.of("val_accuracy", 0.6));
      r.fail("first\nsecond \u001b[31mred");
    }
  }
}
