import { fileWords, rightWords } from "./file-words.ts";
import { limitWords } from "./limit-words.ts";
import { networkWords } from "./network-words.ts";
import { releaseWords, startWords, stopWords } from "./start-words.ts";

export {
  type HealthKind,
  type HealthSetting,
  type HealthWords,
  healthKinds,
  healthMethods,
  healthWords,
} from "./health-words.ts";
export {
  type FieldWords,
  type SettingGroup,
  type SettingInput,
  type SettingWords,
  settingGroups,
} from "./setting-words.ts";

/** Every setting of a container, in the order in which it is shown. A schema that has no words here, or words without one, does not compile. */
export const containerWords = {
  ...startWords,
  ...releaseWords,
  ...stopWords,
  ...limitWords,
  ...networkWords,
  ...fileWords,
  ...rightWords,
} as const;
export type ContainerSetting = keyof typeof containerWords;
