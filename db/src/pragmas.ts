/**
 * What a database file is given once, before the first work on it, in this order: it keeps both. To say them again to each new
 * connection would be a write each time, and who only reads would wait for whoever holds the file.
 */
export const filePragmas: readonly string[] = [
  // What belongs to the file itself must come before the journal's mode, which writes its first page.
  // A new file can give room back to the disk, page by page; one that has pages already keeps its way until it is rebuilt.
  "auto_vacuum=INCREMENTAL",
  // Readers do not wait for the writer. Every commit is on the disk before it is answered: SQLite's own default, which stays.
  "journal_mode=WAL",
];

/**
 * What the connection that writes for a whole process is given. After so many pages, 32 MB, the journal is carried into the file within a
 * commit, which then takes ten times as long: at SQLite's own 1,000 pages three deployments with a mebibyte of variables are enough.
 */
export const writerPragmas: readonly string[] = ["wal_autocheckpoint=8000"];
