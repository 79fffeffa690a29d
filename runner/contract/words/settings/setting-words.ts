/** How a setting is typed: which reader and which control a form has for it. `own`: a field that its form draws by hand. */
export type SettingInput =
  | "text"
  | "whole"
  | "bytes"
  | "cores"
  | "seconds"
  | "choice"
  | "switch"
  | "tick"
  | "script"
  | "words"
  | "pairs"
  | "hosts"
  | "limits"
  | "folders"
  | "binds"
  | "devices"
  | "ports"
  | "own";

export type SettingGroup = "start" | "release" | "stop" | "limits" | "network" | "files" | "rights";

/**
 * A field as it is told, once for the form, the guide and the document of the API. Only words: what a value may be says its schema of the
 * same name.
 */
export type FieldWords = {
  title: string;
  /** One or two sentences: what it does, and what happens without it. */
  help?: string;
  input: SettingInput;
  /** Stands behind the field; `seconds` are milliseconds on the wire. */
  unit?: string;
  /** Of a `choice`: a value and its name. */
  choices?: readonly (readonly [value: string, label: string])[];
  /** Something has to stand there; left empty it is what is usual. */
  isNeeded?: true;
  /** What an empty field shows, where that is not the example. */
  placeholder?: string;
  /** The value of an application for which nobody set it, as the API takes it. */
  usual: unknown;
  /** A value as the API takes it. */
  example: unknown;
  /** Only an admin of the team may set it, because it reaches beyond the container. */
  isGranted?: true;
};

/** A setting of a container. */
export type SettingWords = FieldWords & { group: SettingGroup; help: string };

export const settingGroups: Record<SettingGroup, string> = {
  start: "Start",
  release: "Before and after it gets traffic",
  stop: "Stop",
  limits: "Limits",
  network: "Network",
  files: "Files",
  rights: "Rights",
};
