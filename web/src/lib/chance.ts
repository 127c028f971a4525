/**
 * Whether an accuracy is better than guessing one of so many classes, at 95 % confidence: what is not has no best epoch
 * worth a name. True of what can't be told.
 */
export function beatsChance(interval: readonly [number, number] | undefined, classes: number): boolean {
  return interval === undefined || classes === 0 || interval[0] > 1 / classes;
}
