package dev.trawl.train.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of training steps that ask for the same ones in the same order: made in the first
 * step, handed out again in the next. For one thread; outside any workspace.
 */
final class ReusedArrays extends LayerWorkspaceMgr implements ProgramCache.Program {
  private final List<INDArray> arrays = new ArrayList<>();
  private int next;

  ReusedArrays() {
    super(EnumSet.allOf(ArrayType.class), Map.of(), Map.of());
  }

  /** A step begins: what was handed out in the last one may be overwritten. */
  void rewind() {
    next = 0;
  }

  @Override
  public INDArray createUninitialized(
      ArrayType type, DataType dataType, long[] shape, char ordering) {
    if (next == arrays.size()) {
      arrays.add(Nd4j.createUninitializedDetached(dataType, ordering, shape));
    }
    INDArray array = arrays.get(next++);
    if (!Arrays.equals(array.shape(), shape)
        || array.ordering() != ordering
        || array.dataType() != dataType) {
      throw new IllegalStateException(
          "need the arrays of the last step, %s, found %s"
              .formatted(Arrays.toString(array.shape()), Arrays.toString(shape)));
    }
    return array;
  }

  @Override
  public void close() {
    arrays.forEach(INDArray::close);
    arrays.clear();
  }
}
