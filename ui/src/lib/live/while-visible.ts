/** A hidden page gives its stream back after this long: a browser allows only six connections to one origin without HTTP/2. */
const hiddenMs = 10_000;

/**
 * Keeps something open while the page is seen: `open` is called now and each time the page comes back, its result when the page
 * was hidden for a while and at the end. The returned function ends it for good.
 */
export function whileVisible(open: () => () => void): () => void {
  let close: (() => void) | null = document.hidden ? null : open();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onChange = () => {
    clearTimeout(timer);
    if (!document.hidden) close ??= open();
    else
      timer = setTimeout(() => {
        close?.();
        close = null;
      }, hiddenMs);
  };
  document.addEventListener("visibilitychange", onChange);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onChange);
    close?.();
    close = null;
  };
}
