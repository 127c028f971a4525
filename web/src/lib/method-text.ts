/** A search method for people: sweep files call one of them otherwise. */
export function methodText(method: string): string {
  return method === 'tpe' ? 'bayes (tpe)' : method;
}
