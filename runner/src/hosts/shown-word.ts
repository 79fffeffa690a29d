// pure

/** A word of a command that a person is told to run: quoted as every shell of theirs reads it, unless it needs no quotes. */
export const shownWord = (text: string): string =>
  /^[A-Za-z0-9_.@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
