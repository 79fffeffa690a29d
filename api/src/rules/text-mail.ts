const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (char) => escapes[char] ?? char);
/** Names and team names come from people: one line, so that no header or sentence can be forged with them. */
const oneLine = (text: string) => text.replace(/[\r\n\t]+/g, " ");

/** A short mail with one link, as text and as plain HTML. Every part is text; nothing of it is taken as HTML. */
export function textMail(parts: { subject: string; lines: string[]; link: string; footer: string }) {
  const { link } = parts;
  const lines = parts.lines.map(oneLine);
  return {
    subject: oneLine(parts.subject),
    text: [...lines, link, parts.footer].join("\n\n"),
    html: [
      ...lines.map((line) => `<p>${escapeHtml(line)}</p>`),
      `<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`,
      `<p style="color:#666">${escapeHtml(parts.footer)}</p>`,
    ].join("\n"),
  };
}
