import type { Run } from '@/api/schemas';
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
export function stateText({ status, epochs }: Pick<Run, 'status' | 'epochs'>): string {
  const after = ['SCHEDULED', 'RUNNING'].includes(status) ? '' : ` after ${plural(epochs, 'epoch')}`;
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
export function reasonText({ reason, epochs }: Pick<Run, 'reason' | 'epochs'>): string | null {
  if (reason !== DIVERGED) return reason;
  return `diverged in epoch ${Math.max(1, epochs)}: its loss was no longer finite, or far worse than guessing`;
}
