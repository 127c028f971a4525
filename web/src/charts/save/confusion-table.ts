import type { Confusion } from '../confusion';
import type { Table } from './csv';

/** A row a cell, of each matrix after the other. */
export function confusionTable(matrices: readonly { name: string; labels: readonly string[]; confusion: Confusion }[]): Table {
  return {
    head: ['run', 'true', 'predicted', 'images'],
    rows: matrices.flatMap(({ name, labels, confusion }) => confusion.flatMap((row, i) => row.map((images, j) => [name, labels[i] ?? '', labels[j] ?? '', images]))),
  };
}
