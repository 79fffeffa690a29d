import { describe, expect, test } from "vitest";
import { frozenAt, readFrozen, writeFrozen } from "./frozen-variables.ts";

const binding = (key: string) => ({ key, scope: "runtime", argument: "plain" }) as const;

describe("what a deployment keeps", () => {
  test("is as it always was where no server gives anything", () => {
    expect(writeFrozen({ values: { A: "1" }, servers: {} })).toBe('{"A":"1"}');
    expect(readFrozen({ values: "1", servers: "2" })).toEqual({ values: { values: "1", servers: "2" }, servers: {} });
  });

  test("is read as it was written where one does", () => {
    const frozen = { values: { A: "1" }, servers: { srv_1: [{ binding: binding("A"), value: "2" }] } };
    expect(readFrozen(JSON.parse(writeFrozen(frozen)))).toEqual(frozen);
    expect(frozenAt({ env: [binding("A")], frozen, serverId: "srv_1" })).toEqual({
      env: [binding("A")],
      values: { A: "2" },
    });
    expect(frozenAt({ env: [binding("A")], frozen, serverId: "srv_2" }).values).toEqual({ A: "1" });
  });

  test.each([null, { A: 1 }, { values: {}, servers: {}, more: {} }])("%j is no such text", (text) =>
    expect(() => readFrozen(text)).toThrow(),
  );
});
