/**
 * What every connection of a database file is given before its first use, in this order; also one that replaces a broken one.
 * What belongs to the file itself must come before the journal's mode, which writes its first page.
 */
export const filePragmas: readonly string[] = [
  // A new file can give room back to the disk, page by page; one that has pages already keeps its way until it is rebuilt.
  "auto_vacuum=INCREMENTAL",
  // Readers do not wait for the writer, and a power loss costs at most the last moment, never the file.
  "journal_mode=WAL",
];
