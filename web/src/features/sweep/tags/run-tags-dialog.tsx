import type { Run } from '@/api/schemas';
import { plural } from '@/lib/format';
import { NOTE } from '@/lib/tags';
import { Dialog } from '@/ui/dialog';
import { TagsPanel } from '@/ui/tags-panel';
import { useSweep } from '../sweep-context';
import { sharedTags } from './shared-tags';

type Props = {
  /** Of the runs. */
  numbers: readonly number[];
  onSet: (runs: readonly Run[], name: string, value: string) => Promise<unknown>;
  error: Error | null;
  onClose: () => void;
};

/** The note and tags of one run, or what several have in common: what is set there is set of each. */
export function RunTagsDialog({ numbers, onSet, error, onClose }: Props) {
  const { runs } = useSweep();
  const wanted = new Set(numbers);
  const meant = runs.filter((run) => wanted.has(run.number));
  const [first] = meant;
  if (!first) return null;
  const whose = meant.length === 1 ? `of run ${first.number}` : `that ${plural(meant.length, 'run')} have in common`;
  const tags = sharedTags(meant);
  const own = NOTE in tags ? 0 : meant.filter((run) => NOTE in run.tags).length;
  return (
    <Dialog label={`Note and tags ${whose}`} onClose={onClose}>
      <TagsPanel of={whose} tags={tags} error={error} onSet={(name, value) => onSet(meant, name, value)} />
      {own > 0 && <p>{plural(own, 'run has a note', 'runs have notes')} of {own === 1 ? 'its' : 'their'} own, which a note written here replaces.</p>}
    </Dialog>
  );
}
