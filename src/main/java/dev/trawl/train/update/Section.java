package dev.trawl.train.update;

import org.jspecify.annotations.Nullable;

/**
 * A piece of the flat vectors whose parameters are all updated alike.
 *
 * @param optimizer null subtracts the gradient as it is: batch norm's running statistics, whose
 *     layer computes their change itself
 * @param first the first parameter
 * @param count how many
 * @param state where the first one's state is; row by row {@code stateStride} further
 * @param l2 what the penalty's gradient is a multiple of the parameter by
 * @param weightDecay decoupled: times the learning rate, the part of itself that a parameter loses
 */
record Section(
    @Nullable Optimizer optimizer,
    int first,
    int count,
    int state,
    int stateStride,
    float l2,
    float weightDecay) {

  int end() {
    return first + count;
  }

  /** Whether the next one only goes on with this. */
  boolean continues(Section next) {
    boolean alike =
        optimizer == null
            ? next.optimizer == null
            : optimizer.equals(next.optimizer)
                && state - first == next.state - next.first
                && stateStride == next.stateStride;
    return alike && end() == next.first && l2 == next.l2 && weightDecay == next.weightDecay;
  }

  Section with(Section next) {
    return new Section(optimizer, first, count + next.count, state, stateStride, l2, weightDecay);
  }
}
