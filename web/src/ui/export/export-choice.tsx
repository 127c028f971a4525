import { useState, type SubmitEvent } from 'react';
import { Button } from '../button';
import styles from './export-box.module.css';

export type Offer = { formats: readonly string[]; defaults: readonly string[]; served: readonly string[] };
export type Wish = { formats: string[]; server: boolean };

type Props = { offer: Offer; asking: boolean; onExport: (wish: Wish) => void };

/** What to export a run in. */
export function ExportChoice({ offer, asking, onExport }: Props) {
  const [chosen, setChosen] = useState<readonly string[]>(offer.defaults);
  const [server, setServer] = useState(false);
  const formats = offer.formats.filter((format) => chosen.includes(format));
  const servable = formats.some((format) => offer.served.includes(format));
  const toggle = (format: string) =>
    setChosen(chosen.includes(format) ? chosen.filter((each) => each !== format) : [...chosen, format]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onExport({ formats, server: server && servable });
  };
  return (
    <form className={styles.choice} onSubmit={submit}>
      <fieldset className={styles.formats}>
        <legend>Formats</legend>
        {offer.formats.map((format) => (
          <label key={format}>
            <input type="checkbox" checked={chosen.includes(format)} onChange={() => toggle(format)} /> {format}
          </label>
        ))}
      </fieldset>
      <label title={servable ? undefined : `needs ${offer.served.join(' or ')}`}>
        <input type="checkbox" checked={server && servable} disabled={!servable} onChange={() => setServer(!server)} /> with{' '}
        <code>serve.jar</code>, which serves the folder (50 MB)
      </label>
      <Button kind="primary" type="submit" disabled={asking || formats.length === 0}>
        Export
      </Button>
    </form>
  );
}
