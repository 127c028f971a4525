import type { ReactNode } from 'react';
import type { Check } from '@/api/check-schemas';
import { duration, plural } from '@/lib/format';
import { methodText } from '@/lib/method-text';
import { Facts } from '@/ui/facts';
import { Panel } from '@/ui/panel';

/** What a valid file would do. */
export function Valid({ check, children }: { check: Check; children?: ReactNode }) {
  const within = check.budget_seconds == null ? '' : `as many runs as end within ${duration(check.budget_seconds)}`;
  const planned = check.planned_runs === null ? '' : plural(check.planned_runs, 'run');
  const runs = [planned, within].filter(Boolean).join(' or ') || 'no end of its own';
  const points = check.space_size === null ? 'a continuous space' : plural(check.space_size, 'point');
  return (
    <Panel title="It is valid" note={`${methodText(check.method ?? '')} search, ${runs}, ${points}`}>
      <Facts facts={check.parameters.map(({ name, distribution, when }) => [name, when ? `${distribution}, when ${when}` : distribution])} />
      {children}
    </Panel>
  );
}
