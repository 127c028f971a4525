import type { Checkpoint, Run, RunDetail, RunMetrics } from '@/api/schemas';
import { stepWordOf } from '@/lib/epoch-word';
import { isExternal } from '@/lib/external';
import { hasCurve, measuredKeys } from '../curves/run-curves';

/** Whether the run is neither trained nor finished: what it has not is hidden, and said in one line. */
export function isUnfinished({ status }: Pick<Run, 'status'>): boolean {
  return status !== 'RUNNING' && status !== 'FINISHED';
}

/** What an unfinished run has not, of what a finished one has; what isn't known yet is not among it. */
export function missingParts(run: RunDetail, metrics?: RunMetrics, checkpoints?: readonly Checkpoint[]): string[] {
  if (!isUnfinished(run)) return [];
  const external = isExternal(run);
  return [
    ...(metrics && !hasCurve(metrics) ? [measuredKeys(metrics).length === 0 ? 'no metrics' : `no curves (one ${stepWordOf(run)} makes none)`] : []),
    ...(run.evaluation === null && !external ? ['no test'] : []),
    ...(checkpoints?.length === 0 && !external ? ['no checkpoints'] : []),
    ...(external ? [] : ['no export']),
  ];
}
