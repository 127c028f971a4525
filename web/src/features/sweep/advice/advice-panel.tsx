import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { plural, shortId } from '@/lib/format';
import { LINK_BUTTON } from '@/ui/button';
import { CodeBlock } from '@/ui/code-block';
import { CopyButton } from '@/ui/copy-button';
import { Panel } from '@/ui/panel';
import { Sentence, UserText } from '@/ui/user-text';
import { adviceQuery } from '@/api/advice';
import { RunLinks } from '../run-links';
import { useSweepFacts } from '../sweep-context';
import styles from './advice-panel.module.css';

/** What the runs say about the space that was searched, once the sweep is over, and the file of the next one. */
export function AdvicePanel() {
  const { sweep, waiting } = useSweepFacts();
  const over = sweep.status !== 'RUNNING' && sweep.method !== 'external';
  const { data } = useQuery({ ...adviceQuery(sweep.sweep_id), enabled: over && !waiting });
  if (!over || !data?.file) return null;
  return (
    <Panel
      title="For the next sweep"
      note={plural(data.changes.length, 'change')}
      actions={
        <>
          <Link to="/new" search={{ from: sweep.sweep_id, next: 'true' }} className={LINK_BUTTON}>
            Open as a new sweep
          </Link>
          <CopyButton text={data.file} what="next sweep file" />
        </>
      }
    >
      <div className={styles.advice} data-testid="advice">
        <ul className={styles.list}>
          {data.changes.map(({ parameter, text, reason, run_ids: ids }) => (
            <li key={parameter}>
              <b><UserText text={parameter} /></b> <Sentence text={text} />
              <span className={styles.soft}>
                : <Sentence text={reason} /> <RunLinks ids={ids} />
              </span>
            </li>
          ))}
        </ul>
        <CodeBlock text={`./trawl next ${shortId(sweep.sweep_id)} > next.yaml`} what="command" wrap />
      </div>
    </Panel>
  );
}
