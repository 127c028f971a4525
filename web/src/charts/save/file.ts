const MOST_LETTERS = 100;

/** What a saved chart is called: letters, digits, dots and hyphens of its name. */
export function fileName(name: string, ending: string): string {
  const plain = name.replace(/[^\p{L}\p{N}._]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '');
  return `${plain.slice(0, MOST_LETTERS) || 'chart'}.${ending}`;
}

const KEPT_MILLISECONDS = 60_000;

/** Has the browser save a file. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MILLISECONDS);
}
