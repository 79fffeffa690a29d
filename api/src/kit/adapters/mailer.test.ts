import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MailFailure } from "../../rules/mail-failure.ts";
import { refusals, startResend, tooMany } from "../../testing/resend-stub.ts";
import { createMailer } from "./mailer.ts";

const mail = { to: "ada@fairlead.test", subject: "Hello", text: "Hi", html: "<p>Hi</p>", idempotencyKey: "invite-1" };

let resend: Awaited<ReturnType<typeof startResend>>;
beforeEach(async () => {
  resend = await startResend();
});
afterEach(() => resend.stop());

const mailer = (given: { apiKey?: string; timeoutMs?: number } = {}) =>
  createMailer({ apiKey: "re_key", from: "Fairlead <f@fairlead.test>", baseUrl: resend.url, ...given });
const failureOf = (sending: Promise<void>) =>
  sending.then(
    () => null,
    (error: unknown) => error,
  );

test("a mail carries its key, its idempotency key, its sender and its text", async () => {
  await mailer().send(mail);
  const [asked] = resend.asked;
  expect([asked?.path, asked?.headers.get("authorization")]).toEqual(["POST /emails", "Bearer re_key"]);
  expect(asked?.headers.get("idempotency-key")).toBe("invite-1");
  expect(asked?.headers.get("user-agent")).toMatch(/^Fairlead\//);
  expect(asked?.body).toEqual({
    from: "Fairlead <f@fairlead.test>",
    to: "ada@fairlead.test",
    subject: "Hello",
    text: "Hi",
    html: "<p>Hi</p>",
  });
});

test("a mail that is sent again with its key arrives once", async () => {
  await mailer().send(mail);
  await mailer().send(mail);
  expect([resend.asked.length, resend.mails().length]).toEqual([2, 1]);
});

test("a mail goes to the address of the settings, whatever the environment of the process says", async () => {
  process.env.RESEND_BASE_URL = "http://127.0.0.1:1";
  await mailer()
    .send(mail)
    .finally(() => delete process.env.RESEND_BASE_URL);
  expect(resend.mails()).toHaveLength(1);
});

describe("a refusal is told in Resend's own words", () => {
  test.each([
    ["key", "Resend answered 401: API key is invalid"],
    ["domain", "Resend answered 403: The fairlead.test domain is not verified."],
    ["otherMail", "Resend answered 409: Same idempotency key used with a different request payload."],
    ["address", "Resend answered 422: Invalid `to` field. The email address needs to follow the format."],
  ] as const)("for good: %s", async (kind, message) => {
    resend.answer(refusals[kind]);
    expect(await failureOf(mailer().send(mail))).toMatchObject({ message, isPermanent: true });
  });

  test.each([
    ["twice", "Resend answered 409: Same idempotency key used while original request is running."],
    ["quota", "Resend answered 429: You have reached your daily email sending quota."],
    ["fault", "Resend answered 500: An unexpected error occurred."],
  ] as const)("for a while: %s", async (kind, message) => {
    resend.answer(refusals[kind]);
    expect(await failureOf(mailer().send(mail))).toMatchObject({ message, isPermanent: false, retryAfter: null });
  });

  test("with the pause that it asks for", async () => {
    resend.answer(tooMany(7));
    expect(await failureOf(mailer().send(mail))).toMatchObject({ isPermanent: false, retryAfter: "7" });
  });
});

test.each([
  ["null", 500, "null"],
  ["null and a good status", 200, "null"],
  ["a taken mail without an id", 200, "{}"],
  ["a list", 502, "[1]"],
  ["words of another kind", 400, '{"message":5,"statusCode":"x"}'],
  ["a page", 502, "<html>Bad gateway</html>"],
  ["a page and a good status", 200, "<html>Sign in</html>"],
])("an answer that is %s is no mail that was taken, and may be asked again", async (_kind, status, body) => {
  resend.answer({ kind: "answers", status, body });
  const failure = await failureOf(mailer().send(mail));
  expect(failure).toBeInstanceOf(MailFailure);
  expect(failure).toMatchObject({ isPermanent: false });
});

test("words of the provider are one short line", async () => {
  const message = `no\r\n${"x".repeat(1_000)}`;
  resend.answer({ kind: "answers", status: 400, body: JSON.stringify({ statusCode: 400, name: "x", message }) });
  const failure = await failureOf(mailer().send(mail));
  expect(failure instanceof Error && failure.message).toMatch(/^Resend answered 400: no x{197}$/);
});

test("a provider that stays silent is given up at the deadline", async () => {
  resend.answer({ kind: "silent" });
  const failure = await failureOf(mailer({ timeoutMs: 50 }).send(mail));
  expect(failure).toMatchObject({ message: "Resend did not answer in time.", isPermanent: false });
});

test("a provider that is not there may be asked again", async () => {
  await resend.stop();
  expect(await failureOf(mailer().send(mail))).toMatchObject({
    message: expect.stringContaining("could not be reached"),
    isPermanent: false,
  });
});

test("without an API key the mailer says that it is not configured", async () => {
  const without = createMailer({ apiKey: null, from: "", baseUrl: resend.url });
  expect(without.isConfigured).toBe(false);
  await expect(without.send(mail)).rejects.toThrow("RESEND_API_KEY");
});
