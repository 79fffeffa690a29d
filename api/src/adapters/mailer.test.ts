import { expect, test } from "vitest";
import { createMailer } from "./mailer.ts";

const mail = { to: "ada@fairlead.test", subject: "Hello", text: "Hi", html: "<p>Hi</p>", idempotencyKey: "invite-1" };

test("a mail carries its idempotency key, its sender and its text", async () => {
  const asked: Request[] = [];
  const answer: typeof fetch = async (input, init) => {
    asked.push(new Request(input, init));
    return Response.json({ id: "1" });
  };
  await createMailer({ apiKey: "re_key", from: "Fairlead <f@fairlead.test>", fetch: answer }).send(mail);
  expect(asked[0]?.headers.get("Idempotency-Key")).toBe("invite-1");
  expect(await asked[0]?.json()).toEqual({
    from: "Fairlead <f@fairlead.test>",
    to: "ada@fairlead.test",
    subject: "Hello",
    text: "Hi",
    html: "<p>Hi</p>",
  });
});

test("a refusal of the provider is told in its own words", async () => {
  const answer: typeof fetch = async () => Response.json({ message: "The domain is not verified" }, { status: 403 });
  await expect(createMailer({ apiKey: "re_key", from: "f@x.test", fetch: answer }).send(mail)).rejects.toThrow(
    '403: {"message":"The domain is not verified"}',
  );
});

test("without an API key the mailer says that it is not configured", async () => {
  const mailer = createMailer({ apiKey: null, from: "" });
  expect(mailer.isConfigured).toBe(false);
  await expect(mailer.send(mail)).rejects.toThrow("RESEND_API_KEY");
});
