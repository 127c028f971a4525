import { dateTime } from '@/lib/format';
import { Select } from '@/ui/select';
import { EXAMPLES } from '../model/examples';
import type { DraftState } from '../use-draft';
import { lines } from './draft-bar';

type Props = { state: DraftState; begin: (example: string) => void };

/** What the file may begin with: an example, or what was written before. */
export function FileChoice({ state, begin }: Props) {
  const { earlier, replace } = state;
  return (
    <>
      {earlier.length > 0 && (
        <Select
          label="Earlier drafts"
          value=""
          options={[
            { value: '', label: 'Earlier drafts' },
            ...earlier.map(({ text, at }, place) => ({ value: String(place), label: `${nameOf(text)}, ${lines(text)}, ${dateTime(new Date(at).toISOString())}` })),
          ]}
          onChange={(place) => replace(earlier[Number(place)]?.text ?? '', '')}
        />
      )}
      <Select
        label="Examples"
        value=""
        options={[{ value: '', label: 'Examples' }, ...EXAMPLES.map((name) => ({ value: name, label: name }))]}
        onChange={begin}
      />
    </>
  );
}

function nameOf(text: string): string {
  return /^name:\s*(.+?)\s*(#.*)?$/m.exec(text)?.[1] ?? 'without a name';
}
