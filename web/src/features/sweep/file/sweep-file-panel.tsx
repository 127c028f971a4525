import { CodeBlock } from '@/ui/code-block';
import { Empty } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { UserText } from '@/ui/user-text';
import { useSweepFacts } from '../sweep-context';
import styles from './sweep-file-panel.module.css';

/** The text that the sweep was started with; a program's own runs have none. */
export function SweepFilePanel() {
  const { sweep } = useSweepFacts();
  const { sweep_file: file } = sweep;
  if (sweep.method === 'external') return null;
  return (
    <Panel title="Sweep file" note={file.file}>
      {file.overrides.length > 0 && (
        <p className={styles.overrides}>
          Overridden on the command line: <code><UserText text={file.overrides.join(' ')} /></code>
        </p>
      )}
      {file.text ? <CodeBlock text={file.text} what="sweep file" /> : <Empty title="No text was recorded" />}
    </Panel>
  );
}
