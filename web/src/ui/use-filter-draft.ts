import { useEffect, useEffectEvent, useState } from 'react';

const PAUSE_MILLISECONDS = 400;

/**
 * What stands in a filter's box, and when it becomes the filter: at once when it is applied, after a pause when it is
 * typed. Going back undoes what was typed as one step.
 *
 * @param filter the one in the address
 */
export function useFilterDraft(filter: string, onChange: (filter: string, sameStep: boolean) => void) {
  const [draft, setDraft] = useState(filter);
  const [seen, setSeen] = useState(filter);
  /** What waits for the pause. */
  const [waiting, setWaiting] = useState<string | null>(null);
  /** What typing last made the filter, while it is still the same step. */
  const [typed, setTyped] = useState<string | null>(null);
  const reset = (text: string) => {
    setDraft(text);
    setWaiting(null);
    setTyped(null);
  };
  if (filter !== seen) {
    setSeen(filter);
    if (filter !== typed) reset(filter); // somebody else's change; one's own must not undo what was typed since
  }
  const send = useEffectEvent((text: string) => {
    setWaiting(null);
    if (text === filter) return;
    setTyped(text);
    onChange(text, typed !== null);
  });
  useEffect(() => {
    if (waiting === null) return undefined;
    const timer = setTimeout(() => send(waiting.trim()), PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [waiting]);
  return {
    draft,
    type: (text: string) => {
      setDraft(text);
      setWaiting(text);
    },
    apply: (text: string) => {
      reset(text);
      if (text.trim() !== filter) onChange(text.trim(), typed !== null);
    },
    /** Whether it is still being typed: not applied, not left. */
    typing: typed !== null,
    /** The next change is a step of its own. */
    rest: () => setTyped(null),
  };
}
