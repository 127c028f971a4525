import { useQuery } from '@tanstack/react-query';
import { Findings } from '@/ui/findings';
import { Failure, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { diagnosisQuery } from '../api/diagnosis';
import { RunLinks } from '../run-links';
import { useSweepFacts } from '../sweep-context';
import { RunFindings } from './run-findings';

/** What the sweep's numbers say about themselves. */
export function FindingsPanel() {
  const { sweep, waiting } = useSweepFacts();
  const { data, error, refetch } = useQuery({ ...diagnosisQuery(sweep.sweep_id), enabled: !waiting });
  return (
    <Panel title="Diagnosis">
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading what="the findings" />}
      {data && <Findings findings={data.findings} after={(finding) => <RunLinks ids={finding.run_ids} of={finding.runs} />} />}
      <RunFindings />
    </Panel>
  );
}
