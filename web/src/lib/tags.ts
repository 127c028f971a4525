/** Tags: free text by name. The one called {@link NOTE} is shown as a note. All pure. */

export const NOTE = 'note';

const NAME_LENGTH = 250;
const TEXT_LENGTH = 8000;

/** All but the note, by name. */
export function plainTags(tags: Readonly<Record<string, string>>): [name: string, value: string][] {
  return Object.entries(tags)
    .filter(([name]) => name !== NOTE)
    .sort(([a], [b]) => a.localeCompare(b, 'en'));
}

/** Why the server would refuse a tag; null when it wouldn't. An empty text is none. */
export function tagFault(name: string, value: string): string | null {
  if (name === '') return 'A tag needs a name.';
  if (name.length > NAME_LENGTH) return `A name has at most ${NAME_LENGTH} characters, this one ${name.length}.`;
  if (value === '') return 'A tag needs a text.';
  return textFault(value);
}

/** The same of a tag that is new to a record: the note has an editor of its own. */
export function newTagFault(name: string, value: string): string | null {
  return isNote(name) ? NOTE_HINT : tagFault(name, value);
}

/** Whether a name is the note's. */
export function isNote(name: string): boolean {
  return name === NOTE;
}

export const NOTE_HINT = `“${NOTE}” is the note’s own name: write it above.`;

export function textFault(value: string): string | null {
  return value.length > TEXT_LENGTH ? `A text has at most ${TEXT_LENGTH} characters, this one ${value.length}.` : null;
}

/** All on one line by name, the note among them, each text's breaks as spaces. */
export function tagLines(tags: Readonly<Record<string, string>>): [name: string, value: string][] {
  return Object.entries(tags)
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([name, value]) => [name, value.trim().replace(/\s+/g, ' ')]);
}
