import { Facts } from '@/ui/facts';
import { Empty } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { useRun } from '../run-context';
import { places } from './places';

/** Where the run was trained, and on what. */
export function EnvironmentPanel() {
  const { environment, trained_on: trainedOn } = useRun().run;
  const facts = [...places(trainedOn), ...Object.entries(environment)];
  return <Panel title="Environment">{facts.length > 0 ? <Facts facts={facts} many /> : <Empty title="Not recorded" />}</Panel>;
}
