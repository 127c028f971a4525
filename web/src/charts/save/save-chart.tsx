import { useRef, useState } from 'react';
import { Menu } from '@/ui/menu';
import { csvText, type Table } from './csv';
import { fileName, saveFile } from './file';

type Props = {
  /** What the files are called, and what stands below the picture. */
  name: string;
  /** What is drawn, in figures; asked for when somebody wants it. */
  table: () => Table | Promise<Table>;
};

const FORMATS = [
  { ending: 'png', label: 'PNG, twice as fine as the screen' },
  { ending: 'svg', label: 'SVG, of lines and text' },
  { ending: 'csv', label: 'CSV, the figures' },
] as const;

/** Saves the panel that it stands in: as a picture, and what it draws as figures. */
export function SaveChart({ name, table }: Props) {
  const place = useRef<HTMLSpanElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  const save = async (ending: (typeof FORMATS)[number]['ending']): Promise<void> => {
    if (ending === 'csv') {
      saveFile(fileName(name, ending), new Blob([csvText(await table())], { type: 'text/csv;charset=utf-8' }));
      return;
    }
    const panel = place.current?.closest('section');
    if (!panel) return;
    const { pictureOf, pngOf, svgText } = await import('./picture');
    const picture = pictureOf(panel, name);
    saveFile(fileName(name, ending), ending === 'png' ? await pngOf(picture) : new Blob([svgText(picture)], { type: 'image/svg+xml' }));
  };
  return (
    <span ref={place}>
      <Menu
        label="Save"
        title={`Save ${name}`}
        items={FORMATS.map(({ ending, label }) => ({
          label,
          act: () => {
            setFault(null);
            save(ending).catch((error: unknown) => setFault(error instanceof Error ? error.message : String(error)));
          },
        }))}
      />
      {fault !== null && <span role="alert">Could not be saved: {fault}</span>}
    </span>
  );
}
