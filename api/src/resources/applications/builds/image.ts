// pure

import * as v from "valibot";
import { buildForm } from "./build-form.ts";

const Ready = v.strictObject({ kind: v.literal("image") });

export const image = buildForm("image", { input: Ready, view: Ready });
