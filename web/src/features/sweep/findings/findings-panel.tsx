import { useQuery } from '@tanstack/react-query';
import { Failure, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { UserText } from '@/ui/user-text';
import { diagnosisQuery } from '../api/diagnosis';
import { RunLinks } from '../run-links';
import { useSweep } from '../sweep-context';
import styles from './findings-panel.module.css';

const SIGNS = { info: 'Note', warning: 'Warning', error: 'Error' } as const;
/** As many stand beside the curves. */
const FEW = 3;

/** What the sweep's numbers say about themselves. */
export function FindingsPanel() {
  const { sweep, runs, waiting } = useSweep();
  const { data, error, refetch } = useQuery({ ...diagnosisQuery(sweep.sweep_id), enabled: !waiting });
  return (
    <Panel title="Diagnosis">
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading what="the findings" />}
      {data?.findings.length === 0 && <p className={styles.none}>Nothing stands out.</p>}
      {data && data.findings.length > 0 && (
        <ul className={styles.findings} data-many={data.findings.length > FEW || undefined}>
          {data.findings.map((finding) => (
            <li key={finding.title + finding.detail} className={styles[finding.severity]}>
              <p className={styles.title}>
                <span className={styles.sign}>{SIGNS[finding.severity]}</span> <UserText text={finding.title} />
              </p>
              <p className={styles.detail}>
                <UserText text={finding.detail} /> <RunLinks ids={finding.run_ids} runs={runs} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
