package dev.trawl.train.update;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** What Deeplearning4j's blocks of parameters say about each, as few sections as possible. */
final class Sections {
  private final UpdateSettings settings;
  private final List<Section> sections = new ArrayList<>();

  private Sections(UpdateSettings settings) {
    this.settings = settings;
  }

  /**
   * In the order of the parameters.
   *
   * @throws IllegalArgumentException for an updater or a penalty that is none of Trawl's
   */
  static List<Section> of(List<UpdaterBlock> blocks, UpdateSettings settings) {
    Sections plan = new Sections(settings);
    for (UpdaterBlock block : blocks) {
      for (ParamState variable : block.getLayersAndVariablesInBlock()) {
        plan.add(plan.section(block, variable));
      }
    }
    return List.copyOf(plan.sections);
  }

  private void add(Section next) {
    int last = sections.size() - 1;
    if (last >= 0 && sections.get(last).continues(next)) {
      sections.set(last, sections.get(last).with(next));
    } else {
      sections.add(next);
    }
  }

  /** Each row of a block's state is as long as the block. */
  private Section section(UpdaterBlock block, ParamState variable) {
    int within = variable.getParamOffsetStart() - block.getParamOffsetStart();
    double l2 = 0;
    double weightDecay = 0;
    for (Regularization penalty : penalties(variable)) {
      if (penalty instanceof L2Regularization found) {
        l2 += found.getL2().valueAt(0, 0);
      } else if (penalty instanceof WeightDecay found && found.isApplyLR()) {
        weightDecay += found.getCoeff().valueAt(0, 0);
      } else {
        throw new IllegalArgumentException(
            "need L2 or decoupled weight decay as the penalty, found " + penalty);
      }
    }
    return new Section(
        optimizer(variable.getLayer().getConfig().getUpdaterByParam(variable.getParamName())),
        variable.getParamOffsetStart(),
        variable.getParamOffsetEnd() - variable.getParamOffsetStart(),
        block.getUpdaterViewOffsetStart() + within,
        block.getParamOffsetEnd() - block.getParamOffsetStart(),
        (float) l2,
        (float) weightDecay);
  }

  private static List<Regularization> penalties(ParamState variable) {
    List<Regularization> penalties =
        variable.getLayer().getConfig().getRegularizationByParam(variable.getParamName());
    return penalties == null ? List.of() : penalties;
  }

  private @Nullable Optimizer optimizer(IUpdater updater) {
    if (updater instanceof Adam adam) {
      return new AdamOptimizer(adam.getBeta1(), adam.getBeta2(), adam.getEpsilon());
    } else if (updater instanceof Nesterovs nesterovs) {
      return new MomentumOptimizer(nesterovs.getMomentum(), !settings.heavyBall());
    } else if (updater instanceof Sgd) {
      return new DescentOptimizer();
    } else if (updater instanceof NoOp) {
      return null;
    }
    throw new IllegalArgumentException(
        "need Adam, Nesterovs, Sgd or NoOp as the updater, found " + updater);
  }
}
