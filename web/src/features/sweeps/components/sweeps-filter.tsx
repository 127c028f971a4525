import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { sweepStatusSchema } from '@/api/schemas';
import { Button } from '@/ui/button';
import { Select } from '@/ui/select';
import { useLatest } from '@/ui/use-latest';
import { choicesQuery } from '../api/sweeps';
import { FILTERS, isFiltered, type ListView, type SetListView } from '../model/view';
import styles from './sweeps-page.module.css';

const PAUSE_MILLISECONDS = 300;
const ALL = { status: 'Any status', method: 'Any method', dataset: 'Any data set', project: 'Any project', tag: 'Any tag' };

/** What of the sweeps is listed. */
export function SweepsFilter({ view, setView }: { view: ListView; setView: SetListView }) {
  const { data: choices } = useQuery(choicesQuery);
  const options = {
    status: sweepStatusSchema.options,
    method: choices?.methods ?? [],
    dataset: choices?.datasets ?? [],
    project: choices?.projects ?? [],
    tag: choices?.tags ?? [],
  };
  return (
    <search className={styles.filter}>
      <Words key={view.q === undefined ? '' : 'said'} view={view} setView={setView} />
      {FILTERS.filter((key) => options[key].length > 0 || view[key] !== undefined).map((key) => (
        <Select
          key={key}
          label={ALL[key]}
          value={view[key] ?? ''}
          options={[{ value: '', label: ALL[key] }, ...withChosen(options[key], view[key]).map((value) => ({ value, label: value }))]}
          onChange={(value) => setView({ [key]: value || undefined, page: undefined })}
        />
      ))}
      {(options.project.length > 0 || view.group) && (
        <Button aria-pressed={view.group !== undefined} onClick={() => setView({ group: view.group ? undefined : 'project', page: undefined })}>
          By project
        </Button>
      )}
      {isFiltered(view) && (
        <Button onClick={() => setView({ q: undefined, status: undefined, method: undefined, dataset: undefined, project: undefined, tag: undefined, page: undefined })}>
          Show all
        </Button>
      )}
    </search>
  );
}

/** Applies what is typed after a pause. */
function Words({ view, setView }: { view: ListView; setView: SetListView }) {
  const [words, setWords] = useState(view.q ?? '');
  const latest = useLatest({ view, setView });
  useEffect(() => {
    const timer = setTimeout(() => {
      if (words !== (latest.current.view.q ?? '')) latest.current.setView({ q: words || undefined, page: undefined });
    }, PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [words, latest]);
  return (
    <input
      type="search"
      className={styles.search}
      aria-label="Search sweeps"
      placeholder="Name, description, tag …"
      value={words}
      onChange={(event) => setWords(event.target.value)}
    />
  );
}

function withChosen(options: readonly string[], chosen: string | undefined): readonly string[] {
  return chosen === undefined || options.includes(chosen) ? options : [...options, chosen];
}
