/** Of several on the page the first that is seen; a page without one leaves the key to the browser. */
export function focusFilter(): boolean {
  const filters = document.querySelectorAll<HTMLInputElement>("main input[data-filter]");
  const seen = [...filters].find((filter) => filter.checkVisibility());
  seen?.select();
  seen?.focus();
  return seen !== undefined;
}
