import { visible } from '@/lib/visible';
import { Button } from '@/ui/button';
import { Popover } from '@/ui/popover';
import { UserText } from '@/ui/user-text';
import { FIRST, isPinned, isShown, marked, moved, ordered, USUAL, type Arrangement } from './arrangement';
import type { Column } from './column';
import styles from './column-chooser.module.css';

type Props = { columns: readonly Column[]; arrangement: Arrangement; arrange: (next: Arrangement) => void };

/** Which columns the table has, in which order, and which stay in sight. */
export function ColumnChooser({ columns, arrangement, arrange }: Props) {
  const all = ordered(columns, arrangement).filter(({ id }) => id !== FIRST);
  const shown = all.filter((column) => isShown(column, arrangement)).length;
  const usual = arrangement.marks.size === 0 && arrangement.order.length === 0;
  return (
    <Popover label={`Columns ${shown + 1} of ${all.length + 1}`}>
      <div className={styles.chooser} data-testid="columns">
        <ul>
          {all.map((column, place) => {
            const { id, name, same } = column;
            const pinned = isPinned(column, arrangement);
            const before = all[place - 1];
            const after = all[place + 1];
            return (
              <li key={id}>
                <label className={styles.name}>
                  <input
                    type="checkbox"
                    checked={isShown(column, arrangement)}
                    onChange={(event) => arrange(marked(arrangement, [id], shownMark(column, event.target.checked)))}
                  />
                  <UserText cut text={name} />
                  {same !== null && <span className={styles.same}>always <UserText cut text={same} /></span>}
                </label>
                <button
                  type="button"
                  aria-pressed={pinned}
                  aria-label={visible(`Keep ${name} in sight`)}
                  title="Stays in sight at the left"
                  onClick={() => arrange(marked(arrangement, [id], { pinned: pinned ? undefined : true, shown: undefined }))}
                >
                  pin
                </button>
                <button
                  type="button"
                  disabled={!before}
                  aria-label={visible(`Move ${name} to the left`)}
                  onClick={() => before && arrange(moved(columns, arrangement, id, before.id))}
                >
                  ↑
                </button>
                <button
                  type="button"
                  disabled={!after}
                  aria-label={visible(`Move ${name} to the right`)}
                  onClick={() => after && arrange(moved(columns, arrangement, id, after.id))}
                >
                  ↓
                </button>
              </li>
            );
          })}
        </ul>
        <Button disabled={usual} onClick={() => arrange(USUAL)}>
          Reset
        </Button>
      </div>
    </Popover>
  );
}

/** Only what differs from what is usual is said. */
function shownMark({ usual, same }: Column, wanted: boolean) {
  return { shown: wanted === (usual && same === null) ? undefined : wanted, ...(wanted ? {} : { pinned: undefined }) };
}
