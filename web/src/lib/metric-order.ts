/** What is looked at most, in this order. */
const USUAL = ['val_accuracy', 'train_accuracy', 'val_loss', 'train_loss'];
/** How large the network is: the same in each epoch. */
export const SIZE = 'network_parameters';
/** What a prediction takes of its thread's processor time, measured in the test. */
export const LATENCY = 'test_cpu_seconds_per_image';
/** What a model costs whoever uses it. */
export const COSTS = [SIZE, LATENCY];
/** Measured once a run: figures, not curves. */
export const ONCE = ['test_accuracy', 'test_loss', LATENCY];

/** For sorting by name; `layer2` stands before `layer10`. */
export function byName(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** What can be drawn by epoch, or as a dot a run; in the same order as `inOrder`. */
export function curvesOf(measured: readonly string[]): string[] {
  return inOrder(measured.filter((name) => name !== SIZE));
}

/** Metrics as they are offered: the usual ones first, then the others by name, and what is measured once last. */
export function inOrder(measured: readonly string[]): string[] {
  const has = (name: string): boolean => measured.includes(name);
  const others = measured.filter((name) => !USUAL.includes(name) && !ONCE.includes(name));
  return [...USUAL.filter(has), ...others.sort(byName), ...ONCE.filter(has)];
}
