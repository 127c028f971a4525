/** A value at a place, both from 0 to 1 along their axes. */
export type Sample = { x: number; y: number; value: number };

/** A square of a surface: its place from 0 to 1, and the value that is estimated there. */
export type SurfaceCell = { x: number; y: number; value: number; /** How many samples are within a bandwidth. */ near: number };

/** Less than this many runs' weight is no estimate: none is within two bandwidths. */
const LEAST_WEIGHT = Math.exp(-2);

/**
 * What a value is estimated to be between the places where it is known: their mean, weighed by a Gaussian of the distance
 * (E. A. Nadaraya, On estimating regression, 1964; G. S. Watson, Smooth regression analysis, 1964). Noise is averaged, not followed;
 * where no sample is near there is no cell.
 *
 * @param columns how many cells there are along the first axis
 * @param apart whether the cells along an axis have nothing to do with each other: choices
 */
export function surface(samples: readonly Sample[], columns: number, rows: number, apart = { x: false, y: false }): SurfaceCell[] {
  const widthX = apart.x ? NOTHING : bandwidth(samples.map(({ x }) => x));
  const widthY = apart.y ? NOTHING : bandwidth(samples.map(({ y }) => y));
  const cells: SurfaceCell[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [x, y] = [(column + 0.5) / columns, (row + 0.5) / rows];
      let [sum, weights, near] = [0, 0, 0];
      for (const sample of samples) {
        const squares = ((sample.x - x) / widthX) ** 2 + ((sample.y - y) / widthY) ** 2;
        const weight = Math.exp(-squares / 2);
        sum += weight * sample.value;
        weights += weight;
        if (squares <= 1) near += 1;
      }
      if (weights >= LEAST_WEIGHT) cells.push({ x, y, value: sum / weights, near });
    }
  }
  return cells;
}

const NOTHING = 1e-3;
/** Closer than this lie cells of their own. */
const LEAST_WIDTH = 0.04;

/** D. W. Scott's rule for two dimensions (Multivariate density estimation, 1992, section 6.3): the deviation over the sixth root. */
export function bandwidth(places: readonly number[]): number {
  const mean = places.reduce((sum, place) => sum + place, 0) / places.length;
  const squares = places.reduce((sum, place) => sum + (place - mean) ** 2, 0);
  return Math.max(LEAST_WIDTH, Math.sqrt(squares / Math.max(1, places.length - 1)) * places.length ** (-1 / 6));
}
