/** Whether a program trained the run in its own loop: Trawl can neither train it again nor export it. */
export function isExternal({ environment }: { environment: object }): boolean {
  return 'trained_by' in environment;
}
