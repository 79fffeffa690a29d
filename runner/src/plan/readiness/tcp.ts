import type { QuestionKind } from "./question.ts";

export const tcp: QuestionKind<"tcp"> = {
  question: ({ port }, { container }) => ({ kind: "tcp", port: port ?? container.port }),
  accepts: ({ kind }) => kind === "accepted",
  name: ({ port }) => `port ${port}`,
};
