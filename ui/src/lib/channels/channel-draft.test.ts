import { expect, test } from "vitest";
import { emptyChannel, settingsOf } from "./channel-draft.ts";

test("addresses may be parted by commas, blanks or lines", () => {
  expect(settingsOf({ ...emptyChannel("email"), addresses: "a@x.io, b@x.io\nc@x.io" })).toEqual({
    kind: "email",
    addresses: ["a@x.io", "b@x.io", "c@x.io"],
  });
});

test("an empty form keeps what is stored", () => {
  expect(settingsOf(emptyChannel("slack"))).toBeNull();
  expect(settingsOf(emptyChannel("telegram"))).toBeNull();
});

test("a half filled telegram form is sent so that the missing half is named", () => {
  expect(settingsOf({ ...emptyChannel("telegram"), botToken: "123:abc" })).toEqual({
    kind: "telegram",
    botToken: "123:abc",
    chatId: "",
  });
});
