import { bytes, count, fixed, percent } from '@/lib/format';
import { visible } from '@/lib/visible';
import table from '../data-table.module.css';
import { ScrollFrame } from '../scroll-frame';
import { UserText } from '../user-text';
import styles from './export-box.module.css';

export type ExportedFormat = {
  format: string;
  file: string;
  bytes: number;
  accuracy: number;
  quantised: boolean;
  predictions_that_differ: number;
  paired_difference: { accuracy: number; low: number; high: number; mcnemar_p: number };
  microseconds_an_image: number;
  images_per_second_in_batches_of_64: number;
  compared_with: string;
  image_speedup: number;
  batch_speedup: number;
};

const NUMBER = ['Size', 'Accuracy', 'Difference', '95 %', 'p', '1 image', '64 images'];

/** What each format of an export is worth. */
export function FormatsTable({ formats, label }: { formats: readonly ExportedFormat[]; label: string }) {
  return (
    <ScrollFrame label={label}>
      <table className={table.table} data-testid="exported-formats">
        <thead>
          <tr>
            <th scope="col">Format</th>
            {NUMBER.map((name) => (
              <th key={name} scope="col" className={table.number}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {formats.map((each) => (
            <tr key={each.format}>
              <th scope="row" className={styles.name} title={visible(each.file)}>
                <UserText text={each.format} />
              </th>
              <td className={table.number}>{bytes(each.bytes)}</td>
              <td className={table.number}>{percent(each.accuracy)}</td>
              <td className={table.number}>{differenceText(each)}</td>
              <td className={table.number}>{intervalText(each)}</td>
              <td className={table.number}>{each.quantised ? fixed(each.paired_difference.mcnemar_p, 2) : '–'}</td>
              <td className={table.number}>
                {fixed(each.microseconds_an_image, 0)} µs {speedText(each, each.image_speedup)}
              </td>
              <td className={table.number}>
                {count(Math.round(each.images_per_second_in_batches_of_64))}/s {speedText(each, each.batch_speedup)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}

/** In points of accuracy; floats are the network's own answers, or they are not exported. */
export function differenceText({ quantised, paired_difference: { accuracy } }: ExportedFormat): string {
  return quantised ? signed(accuracy) : 'none';
}

export function intervalText({ quantised, paired_difference: { low, high } }: ExportedFormat): string {
  return quantised ? `${signed(low)} to ${signed(high)}` : '–';
}

function signed(fraction: number): string {
  const text = fixed(fraction * 100, 2);
  return text.startsWith('-') ? text.replace('-', '−') : `+${text}`;
}

export function speedText({ format, compared_with }: ExportedFormat, speedup: number): string {
  return format === compared_with ? '' : `(${fixed(speedup, 2)} ×)`;
}
