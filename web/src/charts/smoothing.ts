/**
 * An exponential moving average whose start does not lean to 0: each value weighs `weight` times what the one after it does, and
 * the weights add up to 1. As TensorBoard's (D. P. Kingma, J. Ba, Adam, 2015, section 3, corrects its start alike). Unlike there,
 * what isn't finite is not among the values.
 *
 * @param weight from 0, which leaves the values as they are, to less than 1
 */
export function smoothed(values: readonly number[], weight: number): number[] {
  let [sum, weights] = [0, 0];
  return values.map((value) => {
    sum = sum * weight + (1 - weight) * value;
    weights = weights * weight + (1 - weight);
    return sum / weights;
  });
}
