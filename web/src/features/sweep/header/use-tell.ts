import { useEffect, useRef, useState } from 'react';
import type { Sweep } from '@/api/schemas';
import { countsText } from '@/lib/counts';

export type Tell = {
  /** Whether the browser will say that the sweep has ended. */
  on: boolean;
  /** Why it can't; null when it can, or nobody asked. */
  problem: string | null;
  toggle: () => Promise<void>;
};

/** What to tell of a sweep that stood otherwise before; null while it goes on. Several pages tell it once, by its tag. */
export function endOf(before: Sweep['status'], sweep: Sweep): { title: string; body: string; tag: string } | null {
  if (before !== 'RUNNING' || sweep.status === 'RUNNING') return null;
  return { title: `${sweep.name} is ${sweep.status}`, body: sweep.reason ?? countsText(sweep.runs), tag: sweep.sweep_id };
}

/** Shows what is to come; Chrome on Android grants the permission, and then has no notifications of pages. */
function canTell(sweep: Sweep): boolean {
  try {
    new Notification(sweep.name, { body: 'You will be told when it ends.', tag: sweep.sweep_id });
    return true;
  } catch {
    return false;
  }
}

/** The browser's own notification of the end of a sweep, while its page is open. */
export function useTell(sweep: Sweep): Tell {
  const [on, setOn] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const before = useRef(sweep.status);

  useEffect(() => {
    const end = on ? endOf(before.current, sweep) : null;
    if (end) {
      const { title, ...options } = end;
      new Notification(title, options).onclick = () => window.focus();
      setOn(false);
    }
    before.current = sweep.status;
  }, [on, sweep]);

  const toggle = async () => {
    if (on) {
      setOn(false);
      return;
    }
    const permission = 'Notification' in window ? await Notification.requestPermission() : 'missing';
    const granted = permission === 'granted' && canTell(sweep);
    setOn(granted);
    setProblem(
      granted
        ? null
        : permission === 'denied' || permission === 'default'
          ? 'The browser doesn’t allow this page to notify: its settings for this address decide.'
          : 'This browser has no notifications of pages.',
    );
  };

  return { on, problem, toggle };
}
