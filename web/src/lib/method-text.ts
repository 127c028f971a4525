/** A search method for people: sweep files call one of them otherwise. */
export function methodText(method: string): string {
  if (method === 'external') return 'own loop';
  return method === 'tpe' ? 'bayes (tpe)' : method;
}
