package dev.trawl.analysis;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.track.Run;
import java.util.List;
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
  public Optional<Finding> find(RunEvidence evidence) {
    Run run = evidence.run();
    if (!FailedRuns.diverged(run)) {
      return Optional.empty();
    }
    List<FileChange> changes = evidence.remedies().ofDivergence();
    return Optional.of(
        new Finding(
            Severity.ERROR,
            "It diverged",
            "In %s %d its loss became NaN, infinite or far worse than guessing: its learning rate is too large. %s"
                .formatted(
                    evidence.epoch(),
                    Math.max(1, run.epochs()),
                    FileRemedies.sentence(changes, "Try a third of it.")),
            List.of(run.id()),
            changes));
  }
}
