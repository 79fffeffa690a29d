// pure

import { BuildFault } from "../build-fault.ts";
import type { DeclaredArgument } from "./declared-arguments.ts";

/** A Dockerfile that asks for a secret as an argument would put its value into the image's history. `asked` is what it asks for so. */
export function secretArguments(dockerfile: string, asked: readonly DeclaredArgument[]): BuildFault {
  const names = [...new Set(asked.map(({ name }) => name))];
  const [first = ""] = names;
  const few = names.slice(0, 3).join(", ");
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return new BuildFault("secret-argument", {
    sentence:
      `${dockerfile} takes the secret ${names.length === 1 ? "variable" : "variables"} ${few}${more} by ARG, and an image's history shows the values of its arguments.`.slice(
        0,
        500,
      ),
    evidence: asked.slice(0, 6).map(({ name, line }) => `${dockerfile}:${line}: ARG ${name}`.slice(0, 500)),
    nextAction:
      `Remove the ARG and mount the variable in the step that needs it: RUN --mount=type=secret,id=${first} with the value in the file /run/secrets/${first} (with # syntax=docker/dockerfile:1 also as a variable: add ,env=${first}). Or allow it as a build argument at the variable.`.slice(
        0,
        500,
      ),
  });
}
