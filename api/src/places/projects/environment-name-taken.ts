// pure

import { conflict } from "../../rules/errors.ts";

export const nameTaken = (name: string) =>
  conflict("environment.name_taken", `This project already has an environment named ${name}. Choose another name.`);
