package dev.trawl.export.tflite;

/**
 * What the interpreter has, as schema.fbs numbers it.
 *
 * @param code in BuiltinOperator
 * @param options in BuiltinOptions; 0 for none
 * @param floats the version that takes floats
 * @param bytes the version that takes signed bytes
 */
record Operator(int code, int options, int floats, int bytes) {
  static final Operator ADD = new Operator(0, 11, 1, 2);
  static final Operator AVERAGE_POOL = new Operator(1, 5, 1, 2);
  static final Operator CONVOLUTION = new Operator(3, 1, 1, 3);
  static final Operator DEPTHWISE = new Operator(4, 2, 1, 3);
  static final Operator FULLY_CONNECTED = new Operator(9, 8, 1, 4);

  /** Of more than two dimensions, the last of which is multiplied. */
  static final Operator PROJECTION = new Operator(9, 8, 2, 4);

  static final Operator LOGISTIC = new Operator(14, 0, 1, 2);
  static final Operator MAX_POOL = new Operator(17, 5, 1, 2);
  static final Operator MUL = new Operator(18, 21, 1, 2);
  static final Operator RELU = new Operator(19, 0, 1, 2);
  static final Operator RELU6 = new Operator(21, 0, 1, 2);
  static final Operator RESHAPE = new Operator(22, 17, 1, 1);
  static final Operator SOFTMAX = new Operator(25, 9, 1, 2);
  static final Operator TANH = new Operator(28, 0, 1, 2);
  static final Operator TRANSPOSE = new Operator(39, 26, 1, 2);
  static final Operator MEAN = new Operator(40, 27, 1, 2);
  static final Operator DIV = new Operator(42, 29, 1, 1);
  static final Operator EXP = new Operator(47, 33, 1, 1);
  static final Operator CAST = new Operator(53, 37, 1, 1);
  static final Operator MINIMUM = new Operator(57, 39, 1, 1);
  static final Operator LEAKY_RELU = new Operator(98, 75, 1, 2);
  static final Operator ELU = new Operator(111, 0, 1, 1);
  static final Operator BATCH_MATMUL = new Operator(126, 101, 1, 2);
}
