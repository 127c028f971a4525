import { useQuery } from '@tanstack/react-query';
import { url } from '@/api/client';
import type { Checkpoint } from '@/api/schemas';
import { capital, epochWordOf, type EpochWord } from '@/lib/epoch-word';
import { bytes, dateTime } from '@/lib/format';
import { CopyButton } from '@/ui/copy-button';
import table from '@/ui/data-table.module.css';
import { ScrollFrame } from '@/ui/scroll-frame';
import { Empty, Failure, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { checkpointPath, checkpointsQuery } from '../api/checkpoints';
import { isExternal } from '@/lib/external';
import { isUnfinished } from '../missing/missing';
import { stateText } from '../model/ending';
import { useRun } from '../run-context';
import styles from './checkpoints-panel.module.css';

/** The epochs whose weights are kept. */
export function CheckpointsPanel() {
  const { run, learned } = useRun();
  const { data, error, refetch } = useQuery(checkpointsQuery(run.run_id));
  const external = isExternal(run);
  if ((external || isUnfinished(run)) && data?.length === 0) return null;
  const note = external ? 'as its program saved them' : 'weights and updater state, as Deeplearning4j saves them';
  return (
    <Panel title="Checkpoints" note={note} flush={(data?.length ?? 0) > 0}>
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading what="the checkpoints" />}
      {data?.length === 0 && <Empty title={run.epochs === 0 ? `No ${epochWordOf(run)} was recorded: ${stateText(run)}` : 'None is kept'} />}
      {data && data.length > 0 && <Checkpoints checkpoints={data} learned={learned} epoch={epochWordOf(run)} />}
    </Panel>
  );
}

function Checkpoints({ checkpoints, learned, epoch }: { checkpoints: readonly Checkpoint[]; learned: boolean; epoch: EpochWord }) {
  return (
    <ScrollFrame label="Checkpoints, scrollable">
      <table className={table.table} data-testid="checkpoints">
        <thead>
          <tr>
            <th scope="col">{capital(epoch)}</th>
            <th scope="col" className={table.number}>
              Size
            </th>
            <th scope="col">SHA-256</th>
            <th scope="col">Saved</th>
            <th scope="col">File</th>
          </tr>
        </thead>
        <tbody>
          {checkpoints.map((checkpoint) => (
            <tr key={checkpoint.epoch}>
              <th scope="row" className={styles.epoch}>
                {checkpoint.epoch}
                {checkpoint.best && learned && <span className={styles.best}>★ best</span>}
              </th>
              <td className={table.number}>{bytes(checkpoint.bytes)}</td>
              <td>
                <span className={styles.hash}>
                  <code title={checkpoint.sha256}>{checkpoint.sha256}</code>
                  <CopyButton text={checkpoint.sha256} what={`SHA-256 of ${epoch} ${checkpoint.epoch}`} />
                </span>
              </td>
              <td className={styles.epoch}>{dateTime(checkpoint.created_at)}</td>
              <td>
                <a href={url(checkpointPath(checkpoint.run_id, checkpoint.epoch))} download>
                  Download
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
