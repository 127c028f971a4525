import type { Diagnosis } from '@/api/analysis-schemas';
import type { RunDetail } from '@/api/schemas';
import { isExternal } from '@/lib/external';

/** Before so many epochs the server says nothing of a run that trains. */
const EPOCHS = 5;

/** Whether there is something to say; that nothing stands out, only of a run that the rules could look at. */
export function isTold(run: RunDetail, { findings }: Diagnosis): boolean {
  if (findings.length > 0) return true;
  return !isExternal(run) && (run.status === 'FINISHED' || (run.status === 'RUNNING' && run.epochs >= EPOCHS));
}
