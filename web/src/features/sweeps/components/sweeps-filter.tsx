import { useQuery } from '@tanstack/react-query';
import { sweepStatusSchema } from '@/api/schemas';
import { methodText } from '@/lib/method-text';
import { Button } from '@/ui/button';
import { Select } from '@/ui/select';
import { useFilterDraft } from '@/ui/use-filter-draft';
import { choicesQuery } from '../api/sweeps';
import { FILTERS, isFiltered, type ListView, type SetListView } from '../model/view';
import styles from './sweeps-page.module.css';

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
      <Words view={view} setView={setView} />
      {FILTERS.filter((key) => options[key].length > 0 || view[key] !== undefined).map((key) => (
        <Select
          key={key}
          label={ALL[key]}
          value={view[key] ?? ''}
          options={[{ value: '', label: ALL[key] }, ...withChosen(options[key], view[key]).map((value) => ({ value, label: key === 'method' ? methodText(value) : value }))]}
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

/** Applies what is typed after a pause; going back undoes it as one step. */
function Words({ view, setView }: { view: ListView; setView: SetListView }) {
  const { draft, type, rest } = useFilterDraft(view.q ?? '', (q, sameStep) => setView({ q: q || undefined, page: undefined }, sameStep));
  return (
    <input
      type="search"
      className={styles.search}
      aria-label="Search sweeps"
      placeholder="Name, description, tag …"
      value={draft}
      onChange={(event) => type(event.target.value)}
      onBlur={rest}
    />
  );
}

function withChosen(options: readonly string[], chosen: string | undefined): readonly string[] {
  return chosen === undefined || options.includes(chosen) ? options : [...options, chosen];
}
