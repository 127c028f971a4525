/** A key, or two one after the other, and what it does. */
export type Shortcut = {
  keys: readonly [string] | readonly [string, string];
  does: string;
  /** Nothing where the page has nothing of the kind. */
  run: () => void;
};

/** How a person goes to another page without the mouse. */
export type Go = (path: '/' | '/models' | '/new') => void;

export function shortcuts(go: Go, help: () => void): readonly Shortcut[] {
  return [
    { keys: ['?'], does: 'Show these keys', run: help },
    { keys: ['g', 's'], does: 'Go to the sweeps', run: () => go('/') },
    { keys: ['g', 'm'], does: 'Go to the models', run: () => go('/models') },
    { keys: ['g', 'n'], does: 'Go to a new sweep', run: () => go('/new') },
    { keys: ['/'], does: 'Filter or search', run: () => focus('main input[role=combobox], main input[type=search]') },
    { keys: ['j'], does: 'Next row', run: () => move(1) },
    { keys: ['k'], does: 'Previous row', run: () => move(-1) },
    { keys: ['['], does: 'Previous run', run: () => click(document.querySelector('main a[rel=prev]')) },
    { keys: [']'], does: 'Next run', run: () => click(document.querySelector('main a[rel=next]')) },
    { keys: ['x'], does: 'Tick the row, or no longer', run: () => click(rowOf(document.activeElement)?.querySelector('input[type=checkbox]')) },
    { keys: ['c'], does: 'Compare the ticked runs, or the run with the best', run: () => click(document.querySelector('main a[href^="/compare"]')) },
  ];
}

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

function click(element: Element | null | undefined): void {
  if (element instanceof HTMLElement) element.click();
}

function rowOf(element: Element | null): Element | null {
  return element?.closest('main tbody tr') ?? null;
}

/** Rows that lead somewhere: the focus goes to where. */
function move(by: 1 | -1): void {
  const rows = [...document.querySelectorAll('main tbody tr')].filter((row) => row.querySelector('a[href]'));
  const here = rows.findIndex((row) => row === rowOf(document.activeElement));
  const next = rows[here === -1 ? 0 : here + by];
  next?.querySelector<HTMLElement>('a[href]')?.focus();
}

/**
 * Which shortcut the latest keys mean: the one of two keys before that of the last one alone.
 *
 * @param before the key before, where it was just now
 */
export function meant(all: readonly Shortcut[], before: string | null, key: string): Shortcut | undefined {
  return (
    all.find(({ keys }) => keys.length === 2 && keys[0] === before && keys[1] === key) ??
    all.find(({ keys }) => keys.length === 1 && keys[0] === key)
  );
}

/** Whether keys are text where the focus is, or move what is chosen there. */
export function isTyped(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button])');
}
