import { useQuery } from '@tanstack/react-query';
import { UserText } from '@/ui/user-text';
import { checkpointsQuery } from '../api/checkpoints';
import { metricsQuery } from '../api/metrics';
import { stateText } from '../model/ending';
import { useRun } from '../run-context';
import { missingParts } from './missing';
import styles from './missing-line.module.css';

/** In one line what an unfinished run has not. */
export function MissingLine() {
  const { run } = useRun();
  const { data: metrics } = useQuery(metricsQuery(run.run_id));
  const { data: checkpoints } = useQuery(checkpointsQuery(run.run_id));
  const parts = missingParts(run, metrics, checkpoints);
  if (parts.length === 0) return null;
  const list = new Intl.ListFormat('en').format(parts);
  return (
    <p className={styles.missing} data-testid="missing">
      <UserText text={`There are ${list}: ${stateText(run)}.`} />
    </p>
  );
}
