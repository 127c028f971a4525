package dev.trawl.track;

import dev.trawl.track.filter.Literal;
import dev.trawl.track.filter.Relation;
import dev.trawl.track.filter.RunAttribute;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunKey;
import dev.trawl.track.filter.RunOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of a sweep's runs, and in what order.
 *
 * @param after only runs changed after this sequence number; 0 is all
 * @param offset how many of the first are left out, for a further page
 * @param limit at most this many
 * @param filter only runs that it is true of; null is all
 * @param order the first key decides first; runs that are equal in all follow by number
 */
public record RunQuery(
    long after, int offset, int limit, @Nullable RunFilter filter, List<RunOrder> order) {
  public static final RunQuery ALL = new RunQuery(0, 0, Integer.MAX_VALUE, null, List.of());

  public RunQuery {
    order = List.copyOf(order);
  }

  /** The run with this number. */
  public static RunQuery ofNumber(int number) {
    return ALL.withFilter(
        new RunFilter.Compare(
            new RunKey.AttributeKey(RunAttribute.NUMBER),
            Relation.EQUAL,
            new Literal.Numeric(number)));
  }

  public RunQuery withAfter(long sequence) {
    return new RunQuery(sequence, offset, limit, filter, order);
  }

  public RunQuery withOffset(int leftOut) {
    return new RunQuery(after, leftOut, limit, filter, order);
  }

  public RunQuery withLimit(int most) {
    return new RunQuery(after, offset, most, filter, order);
  }

  public RunQuery withFilter(@Nullable RunFilter wanted) {
    return new RunQuery(after, offset, limit, wanted, order);
  }

  public RunQuery withOrder(List<RunOrder> keys) {
    return new RunQuery(after, offset, limit, filter, keys);
  }
}
