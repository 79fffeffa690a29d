/** What vitest's JSON reporter tells of a run. */
export interface Report {
  testResults: {
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

export interface Verdict {
  isNoticed: boolean;
  /** The first test that turned red, or why none did. */
  told: string;
}

/** Whether the tests noticed that a guard is gone: one of them must have failed, a program that does not load notices nothing. */
export function judgeRun(report: Report | undefined): Verdict {
  if (report === undefined) return { isNoticed: false, told: "the tests did not end in time" };
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const red = tests.find(({ status }) => status === "failed");
  if (red) return { isNoticed: true, told: red.fullName };
  const message = report.testResults.map((file) => file.message).find((text) => text !== "");
  if (message) return { isNoticed: false, told: `the file did not load: ${message.split("\n")[0]}` };
  const passed = tests.filter(({ status }) => status === "passed").length;
  return { isNoticed: false, told: passed === 0 ? "no test has that name" : `${passed} tests stayed green` };
}

/** Of tests that ran with every guard in place: those that do not pass, and files that did not load. */
export function faultsOf(report: Report | undefined): string[] {
  if (report === undefined) return ["the tests did not end in time with every guard in place"];
  return report.testResults.flatMap(({ message, assertionResults }) => {
    const red = assertionResults.filter(({ status }) => status === "failed");
    if (red.length > 0) return red.map(({ fullName }) => `red with every guard in place: ${fullName}`);
    return message ? [`did not load with every guard in place: ${message.split("\n")[0]}`] : [];
  });
}
