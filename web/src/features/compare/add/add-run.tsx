import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { sweepsQuery } from '@/api/sweeps';
import { placesText, withChosen } from '@/lib/places';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/notice';
import { Select } from '@/ui/select';
import { findRun } from '../api/find-run';
import { sweepNames } from '../model/names';
import { comparedRuns, type CompareView, type SetCompareView } from '../model/view';
import styles from './add-run.module.css';

/** One more run, of any sweep: by its number, or the best. */
export function AddRun({ view, setView }: { view: CompareView; setView: SetCompareView }) {
  const { data: sweeps } = useQuery(sweepsQuery);
  const names = useMemo(() => sweepNames(sweeps ?? []), [sweeps]);
  const [sweepId, setSweepId] = useState('');
  const [number, setNumber] = useState('');
  const sweep = sweeps?.find(({ sweep_id: id }) => id === sweepId) ?? sweeps?.[0];
  const add = useMutation({
    mutationFn: async () => {
      if (!sweep) throw new Error('There is no sweep yet');
      const id = number === '' ? sweep.best_run_id : await findRun(sweep, Number(number));
      if (id === null) throw new Error(number === '' ? `${sweep.name} has no best run yet; give a number` : `${sweep.name} has no run ${number}`);
      const runs = comparedRuns(view.runs);
      if (![...runs.keys()].some((known) => id.startsWith(known))) setView({ runs: placesText(withChosen(runs, [id], true)) });
    },
    onSuccess: () => setNumber(''),
  });
  if (!sweep) return null;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <Select
        label="Sweep of the run to add"
        value={sweep.sweep_id}
        options={[...names].map(([value, label]) => ({ value, label }))}
        onChange={setSweepId}
      />
      <input
        className={styles.number}
        aria-label="Number of the run to add"
        inputMode="numeric"
        pattern="[0-9]*"
        placeholder="best run"
        value={number}
        onChange={(event) => setNumber(event.target.value.trim())}
      />
      <Button type="submit" disabled={add.isPending}>
        Add
      </Button>
      {add.error && <Failure error={add.error} />}
    </form>
  );
}
