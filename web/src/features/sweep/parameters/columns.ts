/** What a small chart needs at least. */
const LEAST_PIXELS = 240;
/** On a phone two of them stand side by side all the same: one a line would make the page long. */
const LEAST_COLUMNS = 2;

/** How many columns to put charts into, so that the rows are as full as can be: six at five's width are three and three. */
export function balancedColumns(charts: number, width: number): number {
  const most = Math.max(LEAST_COLUMNS, Math.floor(width / LEAST_PIXELS));
  const rows = Math.ceil(charts / most);
  return Math.max(1, Math.ceil(charts / rows));
}
