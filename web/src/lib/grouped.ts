/** All of a list by what is the same of them, in the order of their first ones. */
export function grouped<T, K>(all: readonly T[], of: (each: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const each of all) {
    const key = of(each);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return groups;
}
