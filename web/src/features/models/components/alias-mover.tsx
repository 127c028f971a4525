import { useState, type SubmitEvent } from 'react';
import type { Model } from '@/api/model-schemas';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/notice';
import { Select } from '@/ui/select';
import { Sentence } from '@/ui/user-text';
import { useMoveAlias, useRemoveAlias } from '../api/models';
import { newest } from '../model/versions';
import styles from './models-page.module.css';

/** Lets an alias stand for a version, if asked so only for a better one, and says what decided it. */
export function AliasMover({ model }: { model: Model }) {
  const [alias, setAlias] = useState('champion');
  const [version, setVersion] = useState(String(newest(model)));
  const [ifBetter, setIfBetter] = useState(true);
  const move = useMoveAlias(model.name);
  const takeOff = useRemoveAlias(model.name);
  const error = move.error ?? takeOff.error;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    takeOff.reset();
    move.mutate({ alias: alias.trim(), version: Number(version), ifBetter });
  };
  const last = move.data?.moves[0];
  return (
    <div className={styles.mover}>
      <form className={styles.form} onSubmit={submit}>
        <label>
          Alias <input aria-label={`Alias of ${model.name}`} value={alias} onChange={(event) => setAlias(event.target.value)} />
        </label>
        <label>
          for version{' '}
          <Select
            label={`Version of ${model.name}`}
            value={version}
            options={model.versions.map((each) => ({ value: String(each.version), label: String(each.version) }))}
            onChange={setVersion}
          />
        </label>
        <label className={styles.check} title="By McNemar’s test on at least 1,000 images that neither was trained on">
          <input type="checkbox" checked={ifBetter} onChange={(event) => setIfBetter(event.target.checked)} /> only if it is better
        </label>
        <Button type="submit" kind="primary" disabled={move.isPending || alias.trim() === ''}>
          Move
        </Button>
        {alias in model.aliases && (
          <Button
            disabled={takeOff.isPending}
            onClick={() => {
              move.reset();
              takeOff.mutate(alias);
            }}
          >
            Take off
          </Button>
        )}
      </form>
      {error && <Failure error={error} />}
      {last && (
        <p role="status">
          <Sentence text={`${last.alias} stands for version ${String(last.version)}${last.test ? `. ${last.test.text}` : ', without a test.'}`} />
        </p>
      )}
    </div>
  );
}
