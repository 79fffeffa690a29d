import { expect, test } from "vitest";
import { textMail } from "./text-mail.ts";

const hostile = "Shop\r\nBcc: spy@evil.test\n\n<img src=x onerror=alert(1)>";
const mail = textMail({
  subject: hostile,
  lines: [hostile],
  link: 'https://fairlead.test/?a=1&b="><script>',
  footer: "<b>Nobody asked.</b>",
});

test("a mail's subject is one line, whatever a name says", () => {
  expect(mail.subject).toBe("Shop Bcc: spy@evil.test <img src=x onerror=alert(1)>");
});

test("a name makes no line of its own in a mail's text", () => {
  expect(mail.text.split("\n\n")).toHaveLength(3);
});

test("a mail's HTML shows every part as text", () => {
  expect(mail.html.match(/<\/?[a-z]+/g)).toEqual(["<p", "</p", "<p", "<a", "</a", "</p", "<p", "</p"]);
  expect(mail.html).toContain('href="https://fairlead.test/?a=1&amp;b=&quot;&gt;&lt;script&gt;"');
});
