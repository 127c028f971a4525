/** The sweep files that come with Trawl, by name; each is fetched when it is asked for. */
const FILES = import.meta.glob<string>('../../../../../sweeps/*.yaml', { query: '?raw', import: 'default' });

const BY_NAME = new Map(Object.entries(FILES).map(([path, load]) => [/([^/]+)\.yaml$/.exec(path)?.[1] ?? path, load]));

/** The first one that a newcomer should try is the first. */
export const EXAMPLES: readonly string[] = [...BY_NAME.keys()].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));

function rank(name: string): number {
  return ['mnist-quick', 'tiny'].indexOf(name) + 1 || 9;
}

/** Its text. */
export function example(name: string): Promise<string> {
  const load = BY_NAME.get(name);
  return load ? load() : Promise.reject(new Error(`need one of ${EXAMPLES.join(', ')}, found ${name}`));
}
