import { useExports } from '@/api/exports';
import { shortId } from '@/lib/format';
import { ExportBox } from '@/ui/export/export-box';
import { Empty } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { isUnfinished } from '../missing/missing';
import { stateText } from '../model/ending';
import { isExternal } from '@/lib/external';
import { useRun } from '../run-context';

/** Has the run's model exported, and downloads it. */
export function ExportPanel() {
  const { run } = useRun();
  const exports = useExports(run.run_id);
  if (isExternal(run) || isUnfinished(run)) return null;
  return (
    <Panel title="Export" note="loaded again and verified on the test images">
      {run.status === 'FINISHED' ? (
        <ExportBox {...exports} command={<code>./trawl export {shortId(run.run_id)} -o DIR</code>} />
      ) : (
        <Empty title={`Only a finished run can be exported: ${stateText(run)}`} />
      )}
    </Panel>
  );
}
