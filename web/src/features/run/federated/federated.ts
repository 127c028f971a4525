import type { Round } from '@/api/federated';
import type { RunMetrics } from '@/api/schemas';
import { bytes, count, plural } from '@/lib/format';

/** A client whose update was left out or left behind at least once. */
export type BadClient = {
  client: number;
  asked: number;
  rejected: number;
  outvoted: number;
  /** The last one. */
  reason: string;
};

/** The worst first. */
export function badClients(rounds: readonly Round[]): BadClient[] {
  const found = new Map<number, BadClient>();
  for (const { rejected, outvoted } of rounds) {
    for (const { client, reason } of rejected) {
      const before = found.get(client);
      found.set(client, { ...(before ?? none(client)), rejected: (before?.rejected ?? 0) + 1, reason });
    }
    for (const { client, reason } of outvoted) {
      const before = found.get(client);
      found.set(client, { ...(before ?? none(client)), outvoted: (before?.outvoted ?? 0) + 1, reason });
    }
  }
  for (const { clients } of rounds) {
    for (const client of clients) {
      const bad = found.get(client);
      if (bad) bad.asked += 1;
    }
  }
  return [...found.values()].sort((a, b) => b.rejected + b.outvoted - a.rejected - a.outvoted || a.client - b.client);
}

function none(client: number): BadClient {
  return { client, asked: 0, rejected: 0, outvoted: 0, reason: '' };
}

/** How many clients there are and take part, and what is sent, in a line. */
export function summary(clients: number, rounds: readonly Round[], metrics: RunMetrics | undefined): string {
  const asked = rounds.at(-1)?.clients.length ?? 0;
  const sent = (key: string) => (metrics?.metrics[key] ?? []).map(({ value }) => value);
  const [down, up] = [sent('bytes_down'), sent('bytes_up')];
  const words = [plural(clients, 'client'), `${count(asked)} in a round`];
  if (down.length > 0) {
    words.push(`${bytes(down.at(-1) ?? 0)} down and ${bytes(up.at(-1) ?? 0)} up in the last one`);
  }
  if (down.length === rounds.length && rounds.length > 1) {
    words.push(`${bytes([...down, ...up].reduce((sum, value) => sum + value, 0))} in all`);
  }
  return words.join(', ');
}

/** How strong a label's colour is for a client: by the part of its images. */
export function strength(images: number, ofClient: number): number {
  if (images <= 0) return 0;
  return Number((0.1 + 0.8 * Math.sqrt(images / ofClient)).toFixed(2));
}
