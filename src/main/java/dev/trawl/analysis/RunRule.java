package dev.trawl.analysis;

import java.util.Optional;

/** Something that may be wrong with a run: a rule that says nothing where it can't know. */
interface RunRule {
  Optional<Symptom> find(RunEvidence run);
}
