import { expect, test } from "vitest";
import { slackForm } from "./slack-form.ts";

test.each([
  ["https://hooks.slack.com/services/T0/B0/abc", "blocks"],
  ["https://hooks.slack-gov.com/services/T0/B0/abc", "blocks"],
  ["https://hooks.slack.com/triggers/T0/1/abc", "texts"],
  ["https://hooks.slack.com/workflows/T0/A0/1/abc", "texts"],
  ["https://chat.example.com/hooks/abc", "text"],
  ["https://chat.example.com:8443/team/hooks/abc", "text"],
  ["https://rocket.example.com/hooks/id/abc", "text"],
] as const)("%s is read as %s", (url, form) => {
  expect(slackForm(url)).toBe(form);
});

test.each([
  "http://chat.example.com/hooks/abc",
  "https://ada:pw@chat.example.com/hooks/abc",
  "https://chat.example.com/api/abc",
  "https://hooks.slack.com/hooks/abc",
  "https://hooks.slack.com/services",
  "https://hooks.slack.com:8443/services/T0/B0/abc",
  "https://hooks.slack.com/services/../x",
  "hooks",
])("%s takes no such message", (url) => {
  expect(slackForm(url)).toBeNull();
});
