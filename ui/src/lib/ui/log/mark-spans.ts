import type { AnsiSpan, AnsiStyle } from "./ansi.ts";

export type MarkedSpan = { text: string; style: AnsiStyle; isMatch: boolean };

/** Cuts styled pieces further at each place the query matches, also where a match crosses from one piece into the next. */
export function markSpans(spans: readonly AnsiSpan[], query: string): MarkedSpan[] {
  if (!query) return spans.map((span) => ({ ...span, isMatch: false }));
  const whole = spans.map((span) => span.text).join("");
  const edges = [...whole.matchAll(new RegExp(RegExp.escape(query), "gi"))].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
  }));
  const marked: MarkedSpan[] = [];
  let at = 0;
  for (const span of spans) {
    marked.push(...cutSpan(span, { at, edges }));
    at += span.text.length;
  }
  return marked;
}

function cutSpan(span: AnsiSpan, { at, edges }: { at: number; edges: { from: number; to: number }[] }): MarkedSpan[] {
  const end = at + span.text.length;
  const pieces: MarkedSpan[] = [];
  let from = at;
  const push = (to: number, isMatch: boolean) => {
    if (to > from) pieces.push({ text: span.text.slice(from - at, to - at), style: span.style, isMatch });
    from = Math.max(from, to);
  };
  for (const edge of edges) {
    if (edge.to <= at || edge.from >= end) continue;
    push(Math.min(edge.from, end), false);
    push(Math.min(edge.to, end), true);
  }
  push(end, false);
  return pieces;
}
