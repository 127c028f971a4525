package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StopAuditTest {
  /** The interval of 1 of 20 by R's binom.confint(1, 20, methods = "wilson"). */
  @Test
  void sentence_ofAnAudit_hasItsRateWithTheInterval() {
    StopAudit audit = new StopAudit(40, 20, 1);

    assertThat(audit.rate().low()).isEqualTo(0.00888, within(1e-4));
    assertThat(audit.rate().high()).isEqualTo(0.23613, within(1e-4));
    assertThat(audit.sentence())
        .isEqualTo(
            "Of 40 stopped runs 20 were trained on for the audit, 1 of which would have been the"
                + " best: stopping was wrong in 5.00 % (95 %: 0.89 % to 23.61 %).");
  }
}
