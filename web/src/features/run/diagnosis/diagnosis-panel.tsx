import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Findings } from '@/ui/findings';
import { Failure } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { diagnosisQuery } from '../api/diagnosis';
import { useRun } from '../run-context';
import { isTold } from './told';

/** What stands in the run's way, and what to change in the sweep file. */
export function DiagnosisPanel() {
  const { run } = useRun();
  const { data, error, refetch } = useQuery(diagnosisQuery(run.run_id));
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data || !isTold(run, data)) return null;
  const isChangeable = data.findings.some((finding) => finding.changes.length > 0);
  return (
    <Panel title="Diagnosis" actions={isChangeable && <Link to="/new" search={{ from: run.sweep_id, run: run.number }}>Again with changes</Link>}>
      <Findings findings={data.findings} />
    </Panel>
  );
}
