import { CodeBlock } from '@/ui/code-block';
import { Panel } from '@/ui/panel';
import { isExternal } from '@/lib/external';
import { useRun } from '../run-context';

/** The command that trains the run again. */
export function ReproducePanel() {
  const { run } = useRun();
  if (isExternal(run)) return null;
  return (
    <Panel title="Reproduce" note={`run seed ${run.seed}`}>
      <CodeBlock text={run.reproduce} what="command" wrap />
    </Panel>
  );
}
