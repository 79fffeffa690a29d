/** One answer of a list: newest first, and the cursor of what comes after. */
export type Page<T> = { items: T[]; nextCursor: string | null };
export type ReadPage<T> = (cursor?: string) => Promise<Page<T>>;

/** Query of a page of the largest size; no cursor means the first. */
export const pageQuery = (cursor?: string) => ({ limit: "200", ...(cursor ? { cursor } : {}) });

/** The first `count` pages as one: each starts where the one before ended, so they are read in order. */
export async function firstPages<T>(read: ReadPage<T>, count: number): Promise<Page<T>> {
  let page = await read();
  const items = [...page.items];
  for (let shown = 1; shown < count && page.nextCursor; shown += 1) {
    page = await read(page.nextCursor);
    items.push(...page.items);
  }
  return { items, nextCursor: page.nextCursor };
}

// A choice or a search among more rows than this needs another form than a list.
const everyPage = 25;

/** Every row, for choices and for what is counted: no list there may end without a word. */
export const allOf = async <T>(read: ReadPage<T>): Promise<T[]> => (await firstPages(read, everyPage)).items;
