/** What only a run in rounds of clients measures. */
const ASKED = 'clients_asked';

export type EpochWord = 'epoch' | 'round';

/** Whether a run, with these metrics, was trained in rounds of clients. */
export function isFederated(metrics: Readonly<Record<string, unknown>>): boolean {
  return ASKED in metrics;
}

/** What a run's epochs are called, by the names of what was measured: of clients' runs each is a round. */
export function epochWord(measured: readonly string[]): EpochWord {
  return measured.includes(ASKED) ? 'round' : 'epoch';
}

/** The same of one run. */
export function epochWordOf({ metrics }: { metrics: Readonly<Record<string, unknown>> }): EpochWord {
  return isFederated(metrics) ? 'round' : 'epoch';
}

/** At the beginning of a sentence, or alone in a table's head. */
export function capital(word: EpochWord): string {
  return word === 'round' ? 'Round' : 'Epoch';
}
