import { Link } from '@tanstack/react-router';
import type { Run } from '@/api/schemas';
import { LINK_BUTTON } from '@/ui/button';
import { MOST_COMPARED, placesText, withChosen } from '@/lib/places';
import { useSweep } from '../sweep-context';
import { useWholeRuns } from '../use-whole';

/** To the chosen runs side by side, in their colours, with the baseline that the table has. */
export function CompareLink({ selected }: { selected: readonly Run[] }) {
  const { baseline } = useSweep();
  const compared = baseline && selected.every(({ number }) => number !== baseline.number) ? [...selected, baseline] : selected;
  if (compared.length < 2) return null;
  if (compared.length > MOST_COMPARED) return <span>at most {MOST_COMPARED} can be compared</span>;
  return <FewLink compared={compared} />;
}

function FewLink({ compared }: { compared: readonly Run[] }) {
  const { chosen, bestNumber, baseline } = useSweep();
  const runs = useWholeRuns(compared);
  if (!runs) return null;
  const ids = new Map(runs.flatMap(({ run_id: id, number }) => (id === null ? [] : [[number, id] as const])));
  const coloured = new Map([...ids].flatMap(([number, id]) => (chosen.has(number) ? [[id, chosen.get(number) ?? 0] as const] : [])));
  const places = withChosen(coloured, [...ids.values()], true);
  return (
    <Link to="/compare" search={{ runs: placesText(places), baseline: ids.get(baseline?.number ?? bestNumber ?? 0) }} className={LINK_BUTTON}>
      Compare
    </Link>
  );
}
