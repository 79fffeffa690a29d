// pure

import { conflict } from "../../rules/errors.ts";

/** What was asked for was taken when it was written, and free when it was looked at again. */
export const settingBusy = () =>
  conflict("application.setting_busy", "Others are asking for the same port or volume at this moment. Try again.");
