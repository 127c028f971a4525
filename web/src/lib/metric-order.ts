/** What is looked at most, in this order. */
const USUAL = ['val_accuracy', 'train_accuracy', 'val_loss', 'train_loss'];
/** Measured once a run: a dot each. */
const ONCE = ['test_accuracy', 'test_loss'];

/** Metrics as they are offered: the usual ones first, then the others by name, and what is measured once last. */
export function inOrder(measured: readonly string[]): string[] {
  const has = (name: string): boolean => measured.includes(name);
  const others = measured.filter((name) => !USUAL.includes(name) && !ONCE.includes(name));
  return [...USUAL.filter(has), ...others.sort((a, b) => a.localeCompare(b, 'en')), ...ONCE.filter(has)];
}
