/** Names in the address, with commas between them. */
export function parts(text: string | undefined): string[] {
  return (text ?? '').split(',').filter((part) => part !== '');
}

/** Names may have what separates them, or stands before them. */
export function encoded(name: string): string {
  return name.replace(/[%,:]|^[-*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function decoded(text: string): string {
  return text.replace(/%([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
