type End = { url: URL } | null;

/**
 * After another page has come, the focus goes where its own content starts: the last heading that says so, behind the frame and the
 * tabs that it shares with the page before. Keys go on from there, and it is what is read out.
 */
export function focusStart({ from, to }: { from: End; to: End }): void {
  if (!from || !to || from.url.pathname === to.url.pathname || to.url.hash) return;
  const starts = document.querySelectorAll<HTMLElement>("main [data-start]");
  starts[starts.length - 1]?.focus({ preventScroll: true });
}
