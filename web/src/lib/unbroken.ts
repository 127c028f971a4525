const NBSP = '\u00a0';
const UNITS = /(\d) (?=(?:%|points?|[µm]?s|min|[kMG]?B)(?![\p{L}\p{N}]))/gu;

/** A sentence whose numbers stay beside their units where a line ends. */
export function unbroken(sentence: string): string {
  return sentence.replace(UNITS, `$1${NBSP}`);
}
