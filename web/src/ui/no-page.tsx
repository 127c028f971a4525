import { Link } from '@tanstack/react-router';
import { UserText } from './user-text';
import { Button } from './button';
import styles from './notice.module.css';
import { useTitle } from './use-title';

type Props = {
  /** Such as "sweep". */
  what: string;
  /** Whether there is none: then there is nothing to try again. */
  missing: boolean;
  error: Error;
  onRetry: () => void;
};

/** Stands in place of a page whose record could not be had: why, and the ways on. */
export function NoPage({ what, missing, error, onRetry }: Props) {
  useTitle(missing ? 'Not found' : `No ${what}`);
  return (
    <div className={styles.page}>
      <h1>{missing ? `There is no such ${what}` : `This ${what} can’t be shown`}</h1>
      <p role="alert"><UserText text={error.message} /></p>
      <p>
        {!missing && <Button onClick={onRetry}>Try again</Button>} <Link to="/">All sweeps</Link>
      </p>
    </div>
  );
}
