const reading = /^\s*(?:select|values|explain)\b/i;
const withFirst = /^\s*with\b/i;
const writing = /\b(?:insert|update|delete|replace)\b/i;

/** Whether a statement surely writes nothing. One that only names a writing word counts as writing: that costs a wait, never a change. */
export const onlyReads = (sql: string): boolean => reading.test(sql) || (withFirst.test(sql) && !writing.test(sql));
