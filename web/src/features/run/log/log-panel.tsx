import { useQuery } from '@tanstack/react-query';
import { url } from '@/api/client';
import { plural } from '@/lib/format';
import { Empty, Failure } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { logPath, logQuery } from '../api/log';
import { isTrained, stateText } from '../model/ending';
import { useRun } from '../run-context';
import { LogView } from './log-view';
import { logText } from './log-text';

/** What the run wrote while it was trained; nothing where nothing was recorded and nothing will be. */
export function LogPanel() {
  const { run, view, setView } = useRun();
  const { data, error, refetch } = useQuery(logQuery(run.run_id, isTrained(run)));
  if (error && !data) {
    return (
      <Panel title="Log">
        <Failure error={error} onRetry={() => void refetch()} />
      </Panel>
    );
  }
  const text = data ? logText(data) : '';
  if (text === '' && !isTrained(run)) return null;
  return (
    <Panel
      title="Log"
      note={noteOf(text, data?.omitted ?? 0)}
      actions={
        text !== '' && (
          <a href={url(logPath(run.run_id))} download>
            Download
          </a>
        )
      }
    >
      {text === '' ? (
        <Empty title={`Nothing is logged yet: ${stateText(run)}`} />
      ) : (
        <LogView text={text} atEnd={isTrained(run) || run.status === 'FAILED'} wanted={view.find ?? ''} onWanted={(find) => setView({ find: find || undefined })} />
      )}
    </Panel>
  );
}

function noteOf(text: string, omitted: number): string | null {
  if (text === '') return null;
  const lines = plural(text.replace(/\n$/, '').split('\n').length, 'line');
  return omitted === 0 ? lines : `${lines}; ${plural(omitted, 'character')} of its middle not kept`;
}
