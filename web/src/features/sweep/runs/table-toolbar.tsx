import { Button } from '@/ui/button';
import { Select } from '@/ui/select';
import { UserText } from '@/ui/user-text';
import { useSweep } from '../sweep-context';
import { ViewsMenu } from '../views/views-menu';
import { folded, isShown, marked } from './columns/arrangement';
import { ColumnChooser } from './columns/column-chooser';
import { ALL_PARAMETERS } from './rows/groups';
import styles from './table-toolbar.module.css';
import type { RunsTableState } from './use-runs-table';

const FOLDED_NAMED = 4;

/** How the runs are shown: which columns, in which groups. */
export function TableToolbar({ table: { columns, arrangement, arrange } }: { table: RunsTableState }) {
  const { view, setView } = useSweep();
  const away = folded(columns, arrangement);
  const back = columns.filter((column) => column.same !== null && column.usual && arrangement.marks.get(column.id)?.shown === true && isShown(column, arrangement));
  const parameters = columns.filter(({ id }) => id.startsWith('parameters.'));
  const unfold = (ids: readonly string[], shown: true | undefined) => arrange(marked(arrangement, ids, { shown }));
  return (
    <div className={styles.toolbar} role="group" aria-label="How the runs are shown">
      <ViewsMenu />
      <ColumnChooser columns={columns} arrangement={arrangement} arrange={arrange} />
      {parameters.length > 0 && (
        <Select
          label="Group the runs by"
          value={view.by ?? ''}
          options={[
            { value: '', label: 'Not grouped' },
            { value: ALL_PARAMETERS, label: 'By all hyperparameters' },
            ...parameters.filter(({ same }) => same === null).map(({ id, name }) => ({ value: id, label: `By ${name}` })),
          ]}
          onChange={(group) => setView({ by: group === '' ? undefined : group, open: undefined })}
        />
      )}
      {away.length > 0 && (
        <span className={styles.folded} data-testid="folded">
          The same in all runs:
          {away.slice(0, FOLDED_NAMED).map(({ id, name, same }) => (
            <span key={id} className={styles.fact}>
              <UserText cut text={name} /> <b><UserText cut text={same ?? ''} /></b>
            </span>
          ))}
          {away.length > FOLDED_NAMED && `and ${away.length - FOLDED_NAMED} more`}
          <Button className={styles.small} onClick={() => unfold(away.map(({ id }) => id), true)}>
            Show
          </Button>
        </span>
      )}
      {away.length === 0 && back.length > 0 && (
        <Button className={styles.small} onClick={() => unfold(back.map(({ id }) => id), undefined)}>
          Fold what is the same in all runs
        </Button>
      )}
    </div>
  );
}
