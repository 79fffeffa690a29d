// pure

import { oneLine } from "../../../rules/one-line.ts";
import { isBadNews, type Message } from "./message.ts";

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => oneLine(text).replace(/[&<>"']/g, (char) => entities[char] ?? "");

const font = "font-family:system-ui,-apple-system,'Segoe UI',sans-serif;color:#1c2024";
const mono = "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:13px";

const factRow = ({ label, value }: { label: string; value: string }) =>
  `<tr><td style="padding:2px 16px 2px 0;color:#60646c">${escaped(label)}</td><td>${escaped(value)}</td></tr>`;

/** Inline styles only: mail programs drop everything else. */
export function mailHtml({ event, title, sentence, facts, evidence, nextAction, link }: Message): string {
  const colour = isBadNews(event) ? "#ce2c31" : "#218358";
  const lines = evidence.map(escaped).join("<br>");
  return [
    `<!doctype html><html lang="en"><body style="margin:0;padding:24px;${font}">`,
    `<div style="max-width:560px;border-left:3px solid ${colour};padding-left:16px">`,
    `<h1 style="font-size:18px;margin:0 0 8px">${escaped(title)}</h1>`,
    `<p style="margin:0 0 16px">${escaped(sentence)}</p>`,
    facts.length > 0
      ? `<table style="border-collapse:collapse;font-size:14px">${facts.map(factRow).join("")}</table>`
      : "",
    lines ? `<p style="background:#f0f0f3;padding:12px;border-radius:6px;${mono}">${lines}</p>` : "",
    nextAction ? `<p><strong>What to do:</strong> ${escaped(nextAction)}</p>` : "",
    link ? `<p><a href="${escaped(link)}" style="color:#0d74ce">Open in Fairlead</a></p>` : "",
    "</div></body></html>",
  ].join("");
}
