package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.train.onednn.MemoryPlan.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
  private static Block block(MemoryPlan plan, long bytes, int first, int last) {
    Block block = plan.add(bytes);
    block.usedBy(first);
    block.usedBy(last);
    return block;
  }

  @Test
  void arrange_oneAfterTheOther_sharesTheirMemory() {
    MemoryPlan plan = new MemoryPlan();
    Block first = block(plan, 640, 0, 1);
    Block second = block(plan, 128, 1, 2);
    Block third = block(plan, 256, 2, 3);
    Block unused = plan.add(6400);
    assertThat(plan.arrange()).isEqualTo(768);
    assertThat(first.offset()).isZero();
    assertThat(second.offset()).isEqualTo(640);
    assertThat(third.offset()).isZero();
    assertThat(unused.offset()).isNegative();
  }

  @Test
  void arrange_manyBlocks_keepsApartWhatLivesTogether() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      MemoryPlan plan = new MemoryPlan();
      List<int[]> lives = new ArrayList<>();
      List<Block> blocks = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int first = random.nextInt(30);
        int[] life = {first, first + random.nextInt(10), 1 + random.nextInt(5000)};
        lives.add(life);
        blocks.add(block(plan, life[2], life[0], life[1]));
      }
      long bytes = plan.arrange();
      for (int i = 0; i < 40; i++) {
        long end = blocks.get(i).offset() + lives.get(i)[2];
        assertThat(blocks.get(i).offset() % 64).isZero();
        assertThat(end).isLessThanOrEqualTo(bytes);
        for (int j = 0; j < i; j++) {
          boolean together =
              lives.get(i)[0] <= lives.get(j)[1] && lives.get(j)[0] <= lives.get(i)[1];
          boolean apart =
              end <= blocks.get(j).offset()
                  || blocks.get(j).offset() + lives.get(j)[2] <= blocks.get(i).offset();
          assertThat(!together || apart).as("seed %d: %d and %d", seed, i, j).isTrue();
        }
      }
    }
  }
}
