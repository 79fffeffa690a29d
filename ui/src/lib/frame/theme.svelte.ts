export type Theme = "system" | "dark" | "light";
const storageKey = "fairlead.theme";

function read(): Theme {
  const value = document.documentElement.dataset.theme;
  return value === "dark" || value === "light" ? value : "system";
}

let current = $state<Theme>(read());
export const theme = () => current;

/** Takes effect at once and on the next visit; `static/theme.js` reads the same key before the first paint. */
export function setTheme(next: Theme): void {
  current = next;
  if (next === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  try {
    if (next === "system") localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, next);
  } catch {
    // Without storage the choice holds until the page is closed.
  }
}
