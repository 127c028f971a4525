import { CodeBlock } from '@/ui/code-block';
import { Panel } from '@/ui/panel';
import { UserText } from '@/ui/user-text';
import { shownText } from '../log/log-text';
import { useRun } from '../run-context';
import styles from './failure-panel.module.css';

/** What helps against a run's failure, and the trace of it; the page's header says what it was. */
export function FailurePanel() {
  const { failure } = useRun().run;
  if (!failure || (failure.advice === null && failure.trace === null)) return null;
  return (
    <Panel title="Failure">
      <div className={styles.failure} data-testid="failure">
        {failure.advice !== null && <p><UserText text={failure.advice} /></p>}
        {failure.trace !== null && (
          <details>
            <summary>Stack trace</summary>
            <CodeBlock text={shownText(failure.trace)} what="stack trace" />
          </details>
        )}
      </div>
    </Panel>
  );
}
