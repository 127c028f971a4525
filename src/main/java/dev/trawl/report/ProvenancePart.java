package dev.trawl.report;

import dev.trawl.analysis.SafeText;
import dev.trawl.report.ReportSource.Best;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Sweep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the numbers come from.
 *
 * @param environment where the best run was trained, by name
 * @param file the sweep file, empty without one
 * @param overrides what was changed of it on the command line
 */
record ProvenancePart(
    List<Fact> facts, List<Fact> environment, String file, List<String> overrides) {
  static ProvenancePart of(ReportSource source) {
    Sweep sweep = source.sweep().withoutFolders();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("sweep", sweep.id()));
    facts.add(new Fact("created", sweep.info().createdAt().toString()));
    Instant ended = sweep.info().endedAt();
    facts.add(new Fact("ended", ended == null ? "not yet" : ended.toString()));
    if (sweep.isExternal()) {
      facts.add(new Fact("trained by", "a program, in its own loop"));
    } else {
      facts.add(new Fact("search", sweep.plan().methodText()));
      facts.add(new Fact("seed", Long.toString(sweep.provenance().seed())));
    }
    facts.add(new Fact("model", ReportText.name(sweep.plan().model())));
    sweep.dataset().ifPresent(images -> dataset(images, facts));
    source
        .best()
        .filter(best -> !best.run().isExternal())
        .ifPresent(
            best ->
                facts.add(
                    new Fact(
                        "seed of the best run", Long.toString(best.run().provenance().seed()))));
    facts.removeIf(fact -> fact.value().isBlank());
    return new ProvenancePart(
        facts,
        source.best().map(Best::environment).orElse(Map.of()).entrySet().stream()
            .map(each -> new Fact(ReportText.name(each.getKey()), ReportText.name(each.getValue())))
            .toList(),
        SafeText.of(sweep.source().text()),
        sweep.source().overrides().stream().map(ReportText::name).toList());
  }

  private static void dataset(DatasetInfo images, List<Fact> facts) {
    facts.add(new Fact("data set", ReportText.name(images.name())));
    facts.add(new Fact("its SHA-256", images.sha256()));
    facts.add(
        new Fact(
            "images",
            "%,d to train, %,d to validate, %,d to test; %d × %d, %s"
                .formatted(
                    images.trainImages(),
                    images.validationImages(),
                    images.testImages(),
                    images.height(),
                    images.width(),
                    images.channels() == 1 ? "grey" : images.channels() + " channels")));
  }
}
