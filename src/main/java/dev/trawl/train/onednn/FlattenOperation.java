package dev.trawl.train.onednn;

import java.util.List;

/** An image's numbers in one row, channel after channel. */
record FlattenOperation(Shape image) implements Operation {
  @Override
  public String description() {
    return "flatten";
  }

  @Override
  public Shape output() {
    return Shape.vector(image.size());
  }

  @Override
  public Tensor compile(ProgramBuilder program, List<Tensor> inputs) {
    Tensor input = inputs.get(0);
    Tensor ordered = program.as(input, program.layouts().channelsFirst(image));
    Tensor result = program.view(ordered, program.layouts().channelsLast(output()));
    program.backwards(
        result,
        gradient -> {
          Tensor own = gradient.isMine() ? gradient : program.duplicate(gradient);
          program.contribute(input, program.view(own, program.layouts().channelsFirst(image)));
        });
    return result;
  }
}
