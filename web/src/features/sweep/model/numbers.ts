/** Numbers of runs in the address, with commas between them. */
export function numbersOf(text: string | undefined): number[] {
  return (text ?? '').split(',').flatMap((part) => {
    const number = Number(part);
    return part !== '' && Number.isInteger(number) && number > 0 ? [number] : [];
  });
}

export function listText(numbers: readonly number[]): string | undefined {
  return numbers.length > 0 ? numbers.join(',') : undefined;
}

/** The runs with these numbers as a filter: what follows on each other as a range. */
export function numbersFilter(numbers: Iterable<number>): string {
  const ranges: [first: number, last: number][] = [];
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range && number === range[1] + 1) range[1] = number;
    else ranges.push([number, number]);
  }
  const alone = ranges.flatMap(([first, last]) => (last - first > 1 ? [] : first === last ? [first] : [first, last]));
  const wide = ranges.filter(([first, last]) => last - first > 1).map(([first, last]) => `number >= ${first} AND number <= ${last}`);
  return [...(alone.length > 0 ? [`number IN (${alone.join(', ')})`] : []), ...wide].join(' OR ');
}
