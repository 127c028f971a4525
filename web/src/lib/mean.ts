/** How some values lie. */
export type Mean = { mean: number; /** The sample's standard deviation; of a single value there is none. */ sd: number | null; count: number };

/** Of finite values; null where there is none. */
export function meanOf(values: readonly number[]): Mean | null {
  const count = values.length;
  if (count === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: count > 1 ? Math.sqrt(squares / (count - 1)) : null, count };
}
