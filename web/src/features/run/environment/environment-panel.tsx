import { Facts } from '@/ui/facts';
import { Empty } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { useRun } from '../run-context';

/** Where the run was trained, and on what. */
export function EnvironmentPanel() {
  const { environment } = useRun().run;
  const facts = Object.entries(environment);
  return <Panel title="Environment">{facts.length > 0 ? <Facts facts={facts} /> : <Empty title="Not recorded" />}</Panel>;
}
