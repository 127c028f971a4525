import { ApiError } from '@/api/client';
import type { Check } from '@/api/check-schemas';
import { Button } from '@/ui/button';
import { Facts } from '@/ui/facts';
import { Failure } from '@/ui/notice';
import { Sentence, UserText } from '@/ui/user-text';
import { useEstimate } from '../api/new-sweep';
import { dataText, memoryText, timeText } from '../model/estimate';
import styles from './new-sweep-page.module.css';

/** What this text would take on the server's machine, when it is asked for. */
export function Estimate({ text }: { text: string }) {
  const estimate = useEstimate();
  const isOfThis = estimate.variables === text;
  const data = isOfThis ? estimate.data?.data : undefined;
  return (
    <div className={styles.estimate} data-testid="estimate">
      <p>
        <Button disabled={estimate.isPending} onClick={() => estimate.mutate(text)}>
          {estimate.isPending ? 'Trying some steps …' : 'Estimate time and memory'}
        </Button>
      </p>
      <div aria-live="polite">
        {isOfThis && estimate.error && <Refusal error={estimate.error} />}
        {data && <Estimated data={data} />}
      </div>
    </div>
  );
}

/** That it can't be said now is no fault. */
function Refusal({ error }: { error: Error }) {
  if (!(error instanceof ApiError) || error.status !== 409) return <Failure error={error} />;
  return <p className={styles.soft}><UserText text={error.message} /></p>;
}

export function Estimated({ data }: { data: NonNullable<Check['data']> }) {
  const facts = [
    ['time', timeText(data)],
    ['memory', memoryText(data)],
    ['images', dataText(data)],
  ] as const;
  return (
    <>
      <Facts facts={facts.filter(([, said]) => said !== '')} />
      {[...data.warnings, ...(data.problem === null ? [] : [data.problem])].map((said) => (
        <p key={said} className={styles.warning}>
          <Sentence text={said} />
        </p>
      ))}
    </>
  );
}
