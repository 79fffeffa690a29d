/** Files that look into foreign texts and that no target reaches yet. One that gets a target leaves the list, or its test fails. */
export const untried: readonly string[] = [];
