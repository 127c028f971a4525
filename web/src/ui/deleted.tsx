import { Button } from './button';
import styles from './deleted.module.css';
import { TimeAgo } from './time-ago';

type Props = {
  /** Such as "This run". */
  what: string;
  at: string;
  onUndo: () => void;
  pending: boolean;
};

/** Says that what is shown is deleted, with the way back. */
export function Deleted({ what, at, onUndo, pending }: Props) {
  return (
    <div className={styles.deleted} role="status" data-testid="deleted">
      <p>
        {what} was deleted <TimeAgo at={at} />: it is in no list and no comparison. Nothing of it is lost until trawl gc erases it, after 30 days at
        the earliest.
      </p>
      <Button disabled={pending} onClick={onUndo}>
        Undo
      </Button>
    </div>
  );
}
