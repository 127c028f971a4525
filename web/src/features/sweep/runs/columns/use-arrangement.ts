import { useEffect, useEffectEvent, useMemo } from 'react';
import { forget, remember, remembered } from '@/lib/remembered';
import { useSweep } from '@/features/sweep/sweep-context';
import { arrangementOf, arrangementTexts, type Arrangement } from './arrangement';

/**
 * How the columns are arranged: what the address says; where it says nothing when the page is opened, as they were
 * arranged last for this sweep in this browser, which the address then says.
 */
export function useArrangement(): readonly [Arrangement, (next: Arrangement) => void] {
  const { sweep, view, setView } = useSweep();
  const { columns, order } = view;
  const key = `columns ${sweep.sweep_id}`;
  const recall = useEffectEvent(() => {
    const last = remembered(key);
    if (columns !== undefined || order !== undefined || last === null) return;
    setView(arrangementTexts(arrangementOf(...(last.split('\n') as [string, string]))));
  });
  useEffect(() => recall(), []);
  const arrangement = useMemo(() => arrangementOf(columns, order), [columns, order]);
  const arrange = (next: Arrangement) => {
    const texts = arrangementTexts(next);
    if (texts.columns === undefined && texts.order === undefined) forget(key);
    else remember(key, `${texts.columns ?? ''}\n${texts.order ?? ''}`);
    setView(texts);
  };
  return [arrangement, arrange];
}
