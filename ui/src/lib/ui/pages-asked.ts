// `get` alone: a load that asks for one parameter is not run again for the others.
type Address = { searchParams: { get(name: string): string | null } };
const most = 25;

/** How many pages of a list the address asks for, so that a reload and the way back show what was shown. */
export function pagesAsked({ searchParams }: Address): number {
  const asked = Number(searchParams.get("pages") ?? 1);
  return Number.isInteger(asked) && asked >= 1 ? Math.min(asked, most) : 1;
}

/** The same address with one page more. */
export function morePages(address: Address & { href: string }): string {
  const url = new URL(address.href);
  url.searchParams.set("pages", String(pagesAsked(address) + 1));
  return url.pathname + url.search;
}
