/** Where a key after `g` leads. */
export const places = [
  { key: "p", label: "Projects", href: "/" },
  { key: "s", label: "Servers", href: "/servers" },
  { key: "a", label: "Activity", href: "/activity" },
  { key: "n", label: "Alerts", href: "/alerts" },
  { key: "o", label: "Sources", href: "/sources" },
  { key: "t", label: "Settings", href: "/settings" },
] as const;

export type KeyOutcome =
  | { kind: "go"; href: string }
  | { kind: "palette" }
  | { kind: "help" }
  | { kind: "filter" }
  | { kind: "undo" }
  | { kind: "wait" }
  | { kind: "none" };
export type KeyPress = { key: string; hasCommand: boolean; isTyping: boolean; at: number };

/** How long `g` waits for its second key. */
const pauseMs = 1_200;

function commandOf({ key, isTyping }: KeyPress): KeyOutcome {
  if (key.toLowerCase() === "k") return { kind: "palette" };
  // In a field this takes back what was typed, as everywhere.
  return key.toLowerCase() === "z" && !isTyping ? { kind: "undo" } : { kind: "none" };
}

/** Follows key presses and says what each one means. Nothing but the palette is heard while somebody types. */
export function createKeyReader() {
  let goAt = Number.NEGATIVE_INFINITY;
  return (press: KeyPress): KeyOutcome => {
    const waited = press.at - goAt <= pauseMs;
    goAt = Number.NEGATIVE_INFINITY;
    if (press.hasCommand) return commandOf(press);
    if (press.isTyping) return { kind: "none" };
    if (waited) {
      const place = places.find(({ key }) => key === press.key);
      if (place) return { kind: "go", href: place.href };
    }
    if (press.key === "?") return { kind: "help" };
    if (press.key === "/") return { kind: "filter" };
    if (press.key !== "g") return { kind: "none" };
    goAt = press.at;
    return { kind: "wait" };
  };
}
