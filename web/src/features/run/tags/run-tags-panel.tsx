import { useTag } from '@/api/records';
import { TagsPanel } from '@/ui/tags-panel';
import { useRun } from '../run-context';

export function RunTagsPanel() {
  const { run } = useRun();
  const tag = useTag('runs', run.run_id);
  return <TagsPanel tags={run.tags} error={tag.error} onSet={(name, value) => tag.mutateAsync({ name, value })} />;
}
