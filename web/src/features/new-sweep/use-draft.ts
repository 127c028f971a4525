import { useCallback, useEffect, useRef, useState } from 'react';
import { browserStorage, DRAFT, isWorkedOn, keepDraft, keepEarlier, readDraft, readEarlier, type Draft, type Earlier } from './model/draft';

export type DraftState = {
  draft: Draft;
  /** Another one when the text was replaced rather than typed. */
  version: number;
  /** What another tab wrote since, until one of the two is chosen. */
  other: Draft | null;
  earlier: Earlier;
  /** Whether the browser keeps it. */
  kept: boolean;
  /** What the last replacement took away. */
  replaced: Draft | null;
  type: (text: string) => void;
  replace: (text: string, source: string) => void;
  undo: () => void;
  /** Takes the other tab's text, or keeps this one's. */
  settle: (take: boolean) => void;
  /** It has become a sweep. */
  done: () => void;
};

/** The sweep file that is being written; the browser keeps it at each change. */
export function useDraft(): DraftState {
  const [tab] = useState(() => `${Date.now()} ${Math.random()}`);
  const [storage] = useState(browserStorage);
  const [draft, setDraft] = useState(() => readDraft(storage));
  const [version, setVersion] = useState(0);
  const [other, setOther] = useState<Draft | null>(null);
  const [earlier, setEarlier] = useState(() => readEarlier(storage));
  const [kept, setKept] = useState(true);
  const [replaced, setReplaced] = useState<Draft | null>(null);
  const current = useRef(draft);
  const seen = useRef(draft.text);

  const put = useCallback(
    (change: Partial<Draft>) => {
      const next = { ...current.current, ...change, tab, at: Date.now() };
      current.current = next;
      setKept(keepDraft(storage, next, seen.current));
      seen.current = next.text;
      setDraft(next);
      setEarlier(readEarlier(storage));
    },
    [tab, storage],
  );

  useEffect(() => {
    const heard = ({ key }: StorageEvent) => {
      if (key !== DRAFT) return;
      const theirs = readDraft(storage);
      const isNews = theirs.tab !== tab && theirs.text !== current.current.text && isWorkedOn(theirs);
      setOther(isNews ? theirs : null);
    };
    addEventListener('storage', heard);
    return () => removeEventListener('storage', heard);
  }, [tab, storage]);

  const swap = (change: Partial<Draft>) => {
    const before = current.current;
    keepEarlier(storage, before);
    setReplaced(isWorkedOn(before) ? before : null);
    put(change);
    setVersion((number) => number + 1);
  };

  return {
    draft,
    version,
    other,
    earlier,
    kept,
    replaced,
    type: useCallback(
      (text: string) => {
        if (text !== current.current.text) put({ text });
      },
      [put],
    ),
    replace: (text, source) => swap({ text, source, begun: text }),
    undo: () => {
      if (replaced) swap(replaced);
      setReplaced(null);
    },
    settle: (take) => {
      setOther(null);
      if (take && other) {
        seen.current = other.text;
        swap(other);
      } else {
        put({});
      }
    },
    done: () => {
      put({ text: '', source: '', begun: '' });
      setReplaced(null);
    },
  };
}
