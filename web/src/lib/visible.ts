/** All but line feeds and joiners, which scripts and emoji need, that steers or hides text. */
const STEERS = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/gu;

/**
 * Text that steers no page and hides nothing, as the command line shows it: control characters, turns of direction and
 * blanks without a width become JSON's escapes.
 */
export function visible(text: string): string {
  return text.replace(STEERS, (character) =>
    character === '\t' ? '\\t' : character === '\r' ? '\\r' : Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(''),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
