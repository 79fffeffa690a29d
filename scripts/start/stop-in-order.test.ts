import { describe, expect, test } from "vitest";
import { stopInOrder } from "./stop-in-order.ts";
import type { Supervised } from "./supervise.ts";

/** A runner with a job, a control plane, and everything that happened to them in order. */
function aRunningProduct() {
  const happened: string[] = [];
  let timeMs = 0;
  const ended = new Map<string, () => void>();
  const program = (name: string): Supervised => ({
    givenUp: new Promise(() => {}),
    confirm: () => {},
    stop: () => {
      happened.push(`${name} asked`);
      return new Promise((resolve) => ended.set(name, resolve));
    },
    kill: () => happened.push(`${name} killed`),
  });
  const request = stopInOrder([program("runner"), program("control plane")], {
    now: () => timeMs,
    say: () => {},
    exit: (code) => happened.push(`exit ${code}`),
  });
  return {
    happened,
    stop: () => request(),
    pass: (ms: number) => {
      timeMs += ms;
    },
    end: async (name: string) => {
      ended.get(name)?.();
      // Lets the waiting side go on.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe("stopping the product", () => {
  test("the control plane is asked only after the runner has ended", async () => {
    const product = aRunningProduct();
    product.stop();
    expect(product.happened).toEqual(["runner asked"]);
    await product.end("runner");
    await product.end("control plane");
    expect(product.happened).toEqual(["runner asked", "control plane asked", "exit 0"]);
  });

  test("one Ctrl-C that arrives three times counts once", () => {
    const product = aRunningProduct();
    product.stop();
    product.pass(20);
    product.stop();
    product.pass(100);
    product.stop();
    expect(product.happened).toEqual(["runner asked"]);
  });

  test("a second Ctrl-C asks the runner again and leaves the control plane up for its report", () => {
    const product = aRunningProduct();
    product.stop();
    product.pass(1_000);
    product.stop();
    expect(product.happened).toEqual(["runner asked", "runner asked"]);
  });

  test("a third Ctrl-C ends everything at once and says so by its exit code", () => {
    const product = aRunningProduct();
    for (let times = 0; times < 3; times++) {
      product.stop();
      product.pass(1_000);
    }
    expect(product.happened.slice(2)).toEqual(["runner killed", "control plane killed", "exit 1"]);
  });
});
