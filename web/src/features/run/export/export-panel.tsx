import type { Export } from '@/api/schemas';
import { launchOf, useFollowed, useServer } from '@/api/server';
import { bytes, percent, shortId } from '@/lib/format';
import { Button } from '@/ui/button';
import { Empty, Failure } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { UserText } from '@/ui/user-text';
import { useExport } from '../api/export';
import { stateText } from '../model/ending';
import { isExternal } from '@/lib/external';
import { useRun } from '../run-context';
import styles from './export-panel.module.css';

/** Writes the run's model to a folder on the server's machine, loaded again and verified. */
export function ExportPanel() {
  const { run } = useRun();
  const action = useExport(run.run_id);
  const server = useServer();
  const others = useFollowed(server?.exporting).filter(({ run_id }) => run_id === run.run_id); // asked for before the page was loaded
  const launch = action.data ? launchOf(action.data, server?.exporting) : (others.at(-1) ?? null);
  const error = action.error ?? (launch?.problem ? new Error(launch.problem) : null);
  const exporting = action.isPending || launch?.status === 'exporting';
  const exported = action.data && 'files' in action.data ? action.data : launch?.export;
  if (isExternal(run)) return null;
  return (
    <Panel title="Export" note="model, model card and model.json, verified on the test images">
      {run.status !== 'FINISHED' ? (
        <Empty title={`Only a finished run can be exported: ${stateText(run)}`} />
      ) : (
        <div className={styles.export}>
          <p>
            <Button kind="primary" disabled={exporting} onClick={() => action.mutate()}>
              {exporting ? 'Exporting and verifying …' : 'Export this run'}
            </Button>{' '}
            <span className={styles.soft}>
              or <code>./trawl export {shortId(run.run_id)} -o DIR</code>
            </span>
          </p>
          <div aria-live="polite">
            {error && <Failure error={error} />}
            {exported && <Exported result={exported} />}
          </div>
        </div>
      )}
    </Panel>
  );
}

export function Exported({ result }: { result: Export }) {
  return (
    <div className={styles.result}>
      <p>
        Written to <code><UserText text={result.directory} /></code>;{' '}
        {result.verified
          ? `loaded again, it reaches ${percent(result.test_accuracy)} on the test images.`
          : 'it could not be verified.'}
      </p>
      <ul className={styles.files}>
        {result.files.map((file) => (
          <li key={file.name} title={`SHA-256 ${file.sha256}`}>
            <code><UserText text={file.name} /></code> {bytes(file.bytes)}
          </li>
        ))}
      </ul>
    </div>
  );
}
