import { useTag } from '@/api/records';
import { TagsPanel } from '@/ui/tags-panel';
import { useSweepFacts } from '../sweep-context';

export function SweepTagsPanel() {
  const { sweep } = useSweepFacts();
  const tag = useTag('sweeps', sweep.sweep_id);
  return <TagsPanel tags={sweep.tags} error={tag.error} onSet={(name, value) => tag.mutateAsync({ name, value })} />;
}
