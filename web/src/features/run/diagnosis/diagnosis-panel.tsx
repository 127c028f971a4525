import { useQuery } from '@tanstack/react-query';
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
  return (
    <Panel title="Diagnosis">
      <Findings findings={data.findings} />
    </Panel>
  );
}
