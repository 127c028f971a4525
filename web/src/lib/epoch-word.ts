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

/** The same; of a program that records no epochs, a step. */
export function stepWordOf({ epochs, metrics }: { epochs: number; metrics: Readonly<Record<string, unknown>> }): EpochWord | 'step' {
  return isStepped({ epochs, metrics }) ? 'step' : epochWordOf({ metrics });
}

/** Whether a program measured the run at steps of its own alone. */
export function isStepped({ epochs, metrics }: { epochs: number; metrics: Readonly<Record<string, unknown>> }): boolean {
  return epochs === 0 && Object.keys(metrics).length > 0;
}

/** At the beginning of a sentence, or alone in a table's head. */
export function capital(word: EpochWord): string {
  return word === 'round' ? 'Round' : 'Epoch';
}
