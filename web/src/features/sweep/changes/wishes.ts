import type { Problem, Sweep } from '@/api/schemas';

/** What a running sweep can be told on its page. Ranges are changed on the command line. */
export const FIELDS = [
  { key: 'run_cap', label: 'Runs at most', example: '40' },
  { key: 'workers', label: 'Runs at once', example: '2' },
  { key: 'training.timeout', label: 'Longest run', example: '10m' },
  { key: 'budget', label: 'Time in all', example: '2h' },
] as const;

/** What was typed, by the sweep file's key; an empty text changes nothing. */
export type Wishes = Readonly<Record<string, string>>;

/** The request for those that say something. A number is one, all else a text. */
export function bodyOf(wishes: Wishes): string {
  const said = Object.entries(wishes).flatMap(([key, text]) => {
    const typed = text.trim();
    if (typed === '') return [];
    return [[key, typed === 'null' ? null : Number.isFinite(Number(typed)) ? Number(typed) : typed]];
  });
  return JSON.stringify(Object.fromEntries(said));
}

export function saysSomething(wishes: Wishes): boolean {
  return Object.values(wishes).some((text) => text.trim() !== '');
}

/** The problems of one key: the server names each by the change as it was sent. */
export function problemsOf(problems: readonly Problem[], key: string): Problem[] {
  return problems.filter(({ file }) => file.startsWith(`${key}=`));
}

/** Those that belong to no field. */
export function otherProblems(problems: readonly Problem[]): Problem[] {
  return problems.filter((problem) => !FIELDS.some(({ key }) => problemsOf([problem], key).length > 0));
}

/** Whether it still obeys: a program trains its own runs, and what has finished has nothing left. */
export function canChange(sweep: Sweep): boolean {
  return sweep.method !== 'external' && sweep.deleted_at === null && sweep.status !== 'FINISHED';
}

/** From when on a change holds. */
export function fromText(sweep: Sweep, job: number | null): string {
  if (job !== null) return `from job ${job} on`;
  if (sweep.status === 'FINISHED') return 'too late: the sweep had ended';
  return sweep.status === 'RUNNING' ? 'asked for' : 'when it is resumed';
}
