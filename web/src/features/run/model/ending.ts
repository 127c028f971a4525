import type { Run } from '@/api/schemas';
import { epochWordOf, isStepped } from '@/lib/epoch-word';
import { plural } from '@/lib/format';

const DIVERGED = 'diverged';

const STATES: Record<Run['status'], string> = {
  SCHEDULED: 'has not begun',
  RUNNING: 'is training',
  PAUSED: 'is paused',
  FINISHED: 'finished',
  PRUNED: 'was pruned',
  FAILED: 'failed',
  KILLED: 'was stopped for good',
  INTERRUPTED: 'was interrupted',
};

/** Why something is not there: "this run failed after 1 epoch". */
export function stateText({ status, epochs, metrics }: Pick<Run, 'status' | 'epochs' | 'metrics'>): string {
  const after = ['SCHEDULED', 'RUNNING'].includes(status) || isStepped({ epochs, metrics }) ? '' : ` after ${plural(epochs, epochWordOf({ metrics }))}`;
  return `this run ${STATES[status]}${after}`;
}

/** Whether it is trained, or will be soon. */
export function isTrained({ status }: Pick<Run, 'status'>): boolean {
  return status === 'RUNNING' || status === 'SCHEDULED';
}

/** Whether its end is somebody's trouble: a pruned or stopped run did what it should. */
export function isTrouble({ status }: Pick<Run, 'status'>): boolean {
  return status === 'FAILED';
}

/** The reason of a run's end as it was recorded, with what its one word means. */
export function reasonText({ reason, epochs, metrics }: Pick<Run, 'reason' | 'epochs' | 'metrics'>): string | null {
  if (reason !== DIVERGED) return reason;
  return `diverged in ${epochWordOf({ metrics })} ${Math.max(1, epochs)}: its loss was no longer finite, or far worse than guessing`;
}
