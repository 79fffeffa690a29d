/**
 * Version of the language in this folder. It counts releases that changed it: the first change after a release raises it by one, further
 * ones before the next release share the number. Each side says its own with every call, in this header; who says none speaks 1.
 */
export const contractVersion = 3;
export const contractHeader = "Fairlead-Contract";

/** The number in the header, or 1: the release before there was a header. */
export function contractOf(header: string | null | undefined): number {
  const told = Number(header ?? 1);
  return Number.isSafeInteger(told) && told >= 1 && told <= 1_000_000 ? told : 1;
}
