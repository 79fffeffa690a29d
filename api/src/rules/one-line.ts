const maxLength = 300;
/** One line without control characters and without marks that turn the direction of text. */
export const oneLine = (text: string) =>
  text
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .trim()
    .slice(0, maxLength)
    // The cut may go through a character, and services refuse a message with half of one.
    .toWellFormed();
