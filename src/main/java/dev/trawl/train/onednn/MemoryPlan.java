package dev.trawl.train.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where each array of a program lies in one piece of memory: arrays that are needed at the same
 * time lie apart, others share. The largest are placed first, each as low as it fits.
 */
final class MemoryPlan {
  /** A cache line, and the widest register. */
  private static final long ALIGNMENT = 64;

  private final List<Block> blocks = new ArrayList<>();

  /** An array, from the step that writes it first to the one that reads it last. */
  static final class Block {
    private final long bytes;
    private int first = Integer.MAX_VALUE;
    private int last = -1;
    private long offset = -1;

    private Block(long bytes) {
      this.bytes = bytes;
    }

    void usedBy(int step) {
      first = Math.min(first, step);
      last = Math.max(last, step);
    }

    /** In bytes, once arranged. */
    long offset() {
      return offset;
    }

    private boolean isUsed() {
      return last >= 0;
    }

    private long end() {
      return offset + bytes;
    }

    private boolean lives(Block other) {
      return first <= other.last && other.first <= last;
    }
  }

  Block add(long bytes) {
    Block block = new Block((bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    blocks.add(block);
    return block;
  }

  /** Places all blocks that are used, and returns how many bytes they need together. */
  long arrange() {
    List<Block> placed = new ArrayList<>();
    blocks.stream()
        .filter(Block::isUsed)
        .sorted(Comparator.comparingLong((Block block) -> -block.bytes).thenComparing(b -> b.first))
        .forEach(
            block -> {
              block.offset = lowestGap(block, placed);
              placed.add(block);
            });
    return placed.stream().mapToLong(Block::end).max().orElse(0);
  }

  private static long lowestGap(Block block, List<Block> placed) {
    List<Block> neighbours =
        placed.stream()
            .filter(block::lives)
            .sorted(Comparator.comparingLong(Block::offset))
            .toList();
    long offset = 0;
    for (Block neighbour : neighbours) {
      if (neighbour.offset >= offset + block.bytes) {
        return offset;
      }
      offset = Math.max(offset, neighbour.end());
    }
    return offset;
  }
}
