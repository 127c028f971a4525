import { useState } from 'react';
import type { Run } from '@/api/schemas';
import { plural } from '@/lib/format';
import { grouped } from '@/lib/grouped';
import { isNote } from '@/lib/tags';
import { useBulk } from '../api/bulk';
import { useSweep } from '../sweep-context';
import { useWhole } from '../use-whole';

/** What was done last, with the way back. */
export type Done = { text: string; undo: () => Promise<unknown> };

export type BulkActions = {
  remove: () => Promise<unknown>;
  /** Sets a tag of these runs, an empty value removes it. */
  tag: (runs: readonly Run[], name: string, value: string) => Promise<unknown>;
  done: Done | null;
  forget: () => void;
  pending: boolean;
  error: Error | null;
};

/** What can be done to the chosen runs at once, and undone as one. */
export function useBulkActions(selected: readonly Run[]): BulkActions {
  const { sweep, view, setView } = useSweep();
  const bulk = useBulk(sweep.sweep_id);
  const whole = useWhole();
  const [done, setDone] = useState<Done | null>(null);
  const remove = async () => {
    const runs = idsOf(await whole(selected, ['run_id']));
    const { runs: ticked } = view;
    await bulk.mutateAsync({ kind: 'delete', runs });
    setView({ runs: undefined });
    setDone({
      text: `${plural(runs.length, 'run')} deleted.`,
      undo: async () => {
        await bulk.mutateAsync({ kind: 'undelete', runs });
        setDone(null);
        setView({ runs: ticked });
      },
    });
  };
  const tag = async (meant: readonly Run[], name: string, value: string) => {
    const runs = await whole(meant, ['run_id']);
    const before = valuesBefore(runs, name);
    await bulk.mutateAsync({ kind: 'tag', runs: idsOf(runs), name, value });
    setDone({
      text: `${isNote(name) ? 'The note' : `Tag ${name}`} of ${plural(runs.length, 'run')} ${value === '' ? 'removed' : 'set'}.`,
      undo: async () => {
        for (const [old, ids] of before) await bulk.mutateAsync({ kind: 'tag', runs: ids, name, value: old });
        setDone(null);
      },
    });
  };
  return { remove, tag, done, forget: () => setDone(null), pending: bulk.isPending, error: bulk.error };
}

export function idsOf(runs: readonly Run[]): string[] {
  return runs.map(({ run_id: id, number }) => {
    if (id === null) throw new Error(`need the id of run ${number}, found none`);
    return id;
  });
}

/** The runs' ids by what each had of a tag; an empty text for nothing. */
export function valuesBefore(runs: readonly Run[], name: string): Map<string, string[]> {
  return new Map([...grouped(runs, (run) => run.tags[name] ?? '')].map(([value, had]) => [value, idsOf(had)]));
}
