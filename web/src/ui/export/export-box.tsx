import type { ReactNode } from 'react';
import { Failure } from '../notice';
import { ExportChoice, type Offer, type Wish } from './export-choice';
import { ExportProgress, type Job } from './export-progress';
import styles from './export-box.module.css';

type Props<J extends Job> = {
  /** Null where this server exports nothing, undefined until that is known. */
  offer: Offer | null | undefined;
  /** This run's, the newest first. */
  jobs: readonly J[];
  /** How many are made before it. */
  before: (job: J) => number;
  asking: boolean;
  error: Error | null;
  onExport: (wish: Wish) => void;
  /** Cancels a job, or deletes what it made. */
  onDrop: (job: J) => void;
  hrefOf: (job: J) => string;
  /** The same on the command line. */
  command: ReactNode;
};

/** Has a run's model exported, and shows what became of it. */
export function ExportBox<J extends Job>({ offer, jobs, before, asking, error, onExport, onDrop, hrefOf, command }: Props<J>) {
  return (
    <div className={styles.box} data-testid="export">
      {offer && <ExportChoice offer={offer} asking={asking} onExport={onExport} />}
      <p className={styles.soft}>
        {offer ? 'Or' : 'By'} {command}
      </p>
      <div className={styles.jobs} aria-live="polite">
        {error && <Failure error={error} />}
        {jobs.map((job, place) => (
          <ExportProgress
            key={job.export_id}
            job={job}
            number={jobs.length - place}
            latest={place === 0}
            before={before(job)}
            href={hrefOf(job)}
            onDrop={() => onDrop(job)}
          />
        ))}
      </div>
    </div>
  );
}
