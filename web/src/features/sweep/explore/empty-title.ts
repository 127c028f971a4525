import type { Sweep } from '@/api/schemas';

/** Why nothing is drawn of all runs. */
export function emptyTitle({ status }: Pick<Sweep, 'status'>): string {
  return status === 'RUNNING' ? 'No run has these values yet' : 'No run has these values, or they are not finite';
}
