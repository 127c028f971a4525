import type { CSSProperties } from 'react';
import { count } from '@/lib/format';
import { labelName } from '@/ui/image-card';
import { ScrollFrame } from '@/ui/scroll-frame';
import { UserText } from '@/ui/user-text';
import { strength } from './federated';
import styles from './federated-panel.module.css';

const MOST_CLIENTS = 200;
/** How many clients apart their numbers stand, so that none covers another. */
function between(clients: number): number {
  return clients <= 12 ? 1 : clients <= 40 ? 5 : 10;
}

/** How many images of each label (rows) each client (columns) has, as colours. */
export function ClientLabels({ clients, names }: { clients: readonly (readonly number[])[]; names: readonly string[] }) {
  const shown = clients.slice(0, MOST_CLIENTS);
  const sizes = shown.map((labels) => labels.reduce((sum, images) => sum + images, 0));
  const classes = shown[0]?.length ?? 0;
  const name = (label: number) => labelName(names, label) ?? String(label);
  return (
    <>
      <ScrollFrame label="Labels by client, scrollable">
        <table className={styles.labels} style={{ '--clients': shown.length } as CSSProperties} data-testid="client-labels">
          <caption className="unseen">Images by label (rows) and client (columns)</caption>
          <thead>
            <tr>
              <th scope="col" className={styles.corner}>client</th>
              {shown.map((_, client) => (
                <th key={client} scope="col">
                  <span className={client % between(shown.length) === 0 ? undefined : 'unseen'}>{client}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: classes }, (_, label) => (
              <tr key={label}>
                <th scope="row" title={name(label)}><UserText cut text={name(label)} /></th>
                {shown.map((labels, client) => (
                  <td
                    key={client}
                    style={{ '--strength': strength(labels[label] ?? 0, sizes[client] ?? 0) } as CSSProperties}
                    title={`client ${client}: ${count(labels[label] ?? 0)} of ${count(sizes[client] ?? 0)} images are ${name(label)}`}
                  >
                    <span className="unseen">{labels[label]}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollFrame>
      <p className={styles.note}>
        The stronger the colour, the larger the part of the client’s images with that label
        {clients.length > shown.length && `; the first ${count(shown.length)} clients`}.
      </p>
    </>
  );
}
