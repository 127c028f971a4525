package dev.trawl.analysis;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.analysis.Symptom.Words;
import dev.trawl.track.Run;
import java.util.Optional;

/**
 * Training that went out of bounds: a learning rate too large.
 *
 * <p>Source: Godbole et al., Deep Learning Tuning Playbook (2023), "How can optimization failures
 * be debugged and mitigated?": any workload becomes unstable if the learning rate is too large; a
 * trial is infeasible that gives NaN or uncharacteristically high losses. What counts as diverged
 * is decided while the run trains. The next rate to try, a third, is that of Bengio, Practical
 * recommendations for gradient-based training of deep architectures (2012).
 */
final class Divergence implements RunRule {

  @Override
  public Optional<Symptom> find(RunEvidence evidence) {
    return FailedRuns.diverged(evidence.run())
        ? Optional.of(
            new Symptom(Severity.ERROR, "It diverged", settings -> words(evidence, settings)))
        : Optional.empty();
  }

  private static Words words(RunEvidence evidence, RunSettings settings) {
    return Words.of(
        "%s loss became NaN, infinite or far worse than guessing: its learning rate is too large."
            .formatted(place(evidence)),
        settings.remedies().ofDivergence(),
        "Try a third of it.");
  }

  private static String place(RunEvidence evidence) {
    Run run = evidence.run();
    return run.isExternal() && run.epochs() == 0
        ? "Its" // measured at steps of its program's own
        : "In %s %d its".formatted(evidence.epoch(), Math.max(1, run.epochs()));
  }
}
