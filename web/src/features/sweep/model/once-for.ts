import type { Run } from '@/api/schemas';

/** What is worked out of a list of runs once, whoever asks for it: such lists are never changed, others take their place. */
export function onceFor<T>(work: (runs: readonly Run[]) => T): (runs: readonly Run[]) => T {
  const known = new WeakMap<readonly Run[], { of: T }>();
  return (runs) => {
    const before = known.get(runs);
    if (before) return before.of;
    const of = work(runs);
    known.set(runs, { of });
    return of;
  };
}
