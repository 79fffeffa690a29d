// pure

import { conflict } from "../../rules/errors.ts";

export const nameTaken = (name: string) =>
  conflict("application.name_taken", `This environment already has an application named ${name}. Choose another name.`);
