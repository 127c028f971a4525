import { ConfusionMatrix } from '@/charts/confusion-matrix';
import { confusionTable } from '@/charts/save/confusion-table';
import { SaveChart } from '@/charts/save/save-chart';
import { count } from '@/lib/format';
import { Empty } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { RunMark } from '@/ui/run-mark';
import { Segmented } from '@/ui/segmented';
import { UserText } from '@/ui/user-text';
import { useCompare, type Shown } from '../compare-context';
import styles from './matrices-panel.module.css';

/** The runs' confusion matrices beside each other: the baseline's counts, and how the others differ from it. */
export function MatricesPanel() {
  const { runs, baseline, view, setView } = useCompare();
  const counts = view.matrix === 'counts';
  const tested = runs.filter(({ evaluation }) => evaluation !== null);
  const untested = runs.filter(({ evaluation }) => evaluation === null).map(({ name }) => name);
  const comparable = baseline.evaluation !== null && tested.length > 1;
  const ordered = [...tested].sort((a, b) => Number(b === baseline) - Number(a === baseline));
  return (
    <Panel
      title="Confusion matrices"
      note="on the test images; a description, not a choice"
      actions={
        <>
          {comparable && (
            <Segmented
              label="Matrices"
              value={counts ? 'counts' : 'difference'}
              options={[
                { value: 'difference', label: 'difference' },
                { value: 'counts', label: 'counts' },
              ]}
              onChange={(value) => setView({ matrix: value === 'counts' ? 'counts' : undefined })}
            />
          )}
          {tested.length > 0 && <SaveChart name="compared confusion matrices" table={() => confusionTable(ordered.map(countsOf))} />}
        </>
      }
    >
      {tested.length === 0 && <Empty title="No run has looked at test images" />}
      <div className={styles.matrices} data-testid="matrices">
        {ordered.map((shown) => (
          <Matrix key={shown.run.run_id} shown={shown} counts={counts || shown === baseline} />
        ))}
      </div>
      {tested.length > 0 && untested.length > 0 && <p className={styles.note}>Not tested: <UserText text={untested.join(', ')} />.</p>}
    </Panel>
  );
}

function countsOf({ name, evaluation }: Shown) {
  return { name, labels: evaluation?.classes.map(({ label }) => label) ?? [], confusion: evaluation?.confusion ?? [] };
}

function Matrix({ shown: { evaluation, same_test_images: sameImages, place, name }, counts }: { shown: Shown; counts: boolean }) {
  const { baseline } = useCompare();
  if (!evaluation) return null;
  const { confusion, classes, images } = evaluation;
  const labels = classes.map(({ label }) => label);
  const against = counts ? null : baseline.evaluation;
  const same = against !== null && sameImages && against.confusion.length === confusion.length;
  return (
    <section className={styles.matrix} aria-label={name}>
      <h3>
        <RunMark place={place} /> <UserText cut text={name} />
        <span className={styles.note}>
          {against && same ? 'more or fewer than the baseline' : `${count(images)} images${against ? ', other ones than the baseline’s' : ''}`}
        </span>
      </h3>
      <ConfusionMatrix confusion={confusion} labels={labels} name={`Confusion matrix of ${name}`} {...(against && same && { against: against.confusion })} />
    </section>
  );
}
