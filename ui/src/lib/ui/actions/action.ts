import type { Icon } from "../icon.ts";

/** What a person is asked before something that matters happens. */
export type Confirmation = {
  title: string;
  /** What will happen, one line each: "Stops 1 container". */
  consequences: readonly string[];
  /** When set, this word must be typed: only for what cannot be taken back. */
  word?: string;
  /** What the safe button says, so that neither of the two can be read the wrong way. */
  decline: string;
};

/** One thing that can be done. The same list feeds buttons, row menus and the palette. */
export type Action = {
  id: string;
  label: string;
  icon?: Icon;
  tone?: "primary" | "danger";
  /** Heading in menus and in the palette. */
  group?: string;
  keywords?: string;
  /** What tells it from another of the same name: where it is, how it is. */
  context?: string | undefined;
  /** Key hint shown beside the label. */
  keys?: string;
  /** The key that does it while its page is open. */
  press?: string;
  /** Why it cannot be done now; shown instead of hiding it. */
  refusal?: string | undefined;
  confirm?: Confirmation;
} & ({ href: string; run?: undefined } | { href?: undefined; run: () => unknown });
