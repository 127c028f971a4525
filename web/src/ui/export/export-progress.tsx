import { bytes, percent, plural } from '@/lib/format';
import { visible } from '@/lib/visible';
import { Button } from '../button';
import { Failure } from '../notice';
import { Progress } from '../progress';
import { Sentence, UserText } from '../user-text';
import { FormatsTable, type ExportedFormat } from './formats-table';
import styles from './export-box.module.css';

export type Job = {
  export_id: string;
  wish: { formats: readonly string[]; server: boolean };
  status: 'queued' | 'exporting' | 'exported' | 'failed' | 'cancelled';
  progress: { step: string; done: number; of: number } | null;
  report: {
    directory: string | null;
    test_accuracy: number;
    formats: readonly ExportedFormat[];
    notes: readonly string[];
    files: readonly { name: string; bytes: number; sha256: string }[];
  } | null;
  zip: { name: string; bytes: number } | null;
  problem: string | null;
};

type Props = {
  job: Job;
  /** In the order in which they were asked for, from 1. */
  number: number;
  latest: boolean;
  before: number;
  href: string;
  onDrop: () => void;
};

/** One export: how far it is, or what came of it. */
export function ExportProgress({ job, number, latest, before, href, onDrop }: Props) {
  const { status, progress, report, zip, problem } = job;
  const formats = job.wish.formats.join(', ');
  return (
    <article className={styles.job} aria-label={visible(`Export ${number} as ${formats}`)} data-status={status}>
      <header className={styles.line}>
        <b><UserText text={formats} /></b>
        <span className={styles.soft}><UserText text={stateText(job, before)} /></span>
        {zip && (
          <a href={href} download={visible(zip.name)} className={styles.download}>
            Download <UserText text={zip.name} />, {bytes(zip.bytes)}
          </a>
        )}
        <Button onClick={onDrop}>{status === 'queued' || status === 'exporting' ? 'Cancel' : 'Remove'}</Button>
      </header>
      {progress && <Progress done={progress.done} total={progress.of} label={`Export: ${progress.step}`} />}
      {problem && <Failure error={new Error(problem)} />}
      {report && (
        <details open={latest}>
          <summary>{percent(report.test_accuracy)} of the test images right, loaded again</summary>
          <Report report={report} number={number} />
        </details>
      )}
    </article>
  );
}

function stateText({ status, progress, wish }: Job, before: number): string {
  switch (status) {
    case 'queued':
      return before === 0 ? 'begins …' : `waits for ${plural(before, 'export')} before it …`;
    case 'exporting':
      return `${progress?.step ?? 'exporting'} …`;
    case 'exported':
      return wish.server ? 'verified, with serve.jar' : 'verified';
    case 'failed':
      return 'failed; nothing is left of it';
    case 'cancelled':
      return 'cancelled';
  }
}

function Report({ report, number }: { report: NonNullable<Job['report']>; number: number }) {
  return (
    <>
      <FormatsTable formats={report.formats} label={`Formats of export ${number}, scrollable`} />
      <ul className={styles.notes}>
        {report.notes.map((note) => (
          <li key={note}><Sentence text={note} /></li>
        ))}
        {report.directory !== null && (
          <li>
            Written to <code><UserText text={report.directory} /></code> on the server’s machine.
          </li>
        )}
      </ul>
      <ul className={styles.files}>
        {report.files.map((file) => (
          <li key={file.name} title={`SHA-256 ${file.sha256}`}>
            <code><UserText text={file.name} /></code> {bytes(file.bytes)}
          </li>
        ))}
      </ul>
    </>
  );
}
