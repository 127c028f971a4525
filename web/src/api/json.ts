/** A whole number that may have more digits than JavaScript's numbers keep, and no part of another number. */
const LONG = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;
const FEWEST_DIGITS = 16;

/**
 * JSON whose whole numbers keep all of their digits: one beyond 2^53 becomes an object with an empty name, which no
 * record has, and the schemas make a bigint of it.
 */
export function parseJson(text: string): unknown {
  let exact = '';
  let copied = 0;
  for (let start = 0; start < text.length; ) {
    const quote = text.indexOf('"', start);
    const end = quote < 0 ? text.length : quote;
    if (end - start >= FEWEST_DIGITS) {
      exact += text.slice(copied, start) + text.slice(start, end).replace(LONG, kept);
      copied = end;
    }
    start = quote < 0 ? end : afterString(text, quote);
  }
  return JSON.parse(exact + text.slice(copied));
}

function kept(digits: string): string {
  return Number.isSafeInteger(Number(digits)) ? digits : `{"":"${digits}"}`;
}

/** Where what follows a string begins. A regular expression would need a stack as deep as the string is long. */
function afterString(text: string, quote: number): number {
  let end = quote;
  do end = text.indexOf('"', end + 1);
  while (end > 0 && isEscaped(text, end));
  return end < 0 ? text.length : end + 1;
}

function isEscaped(text: string, index: number): boolean {
  let before = index;
  while (text[before - 1] === '\\') before -= 1;
  return (index - before) % 2 === 1;
}
