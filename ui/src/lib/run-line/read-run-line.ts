import { FieldError } from "../forms/field-error.ts";
import { type Flag, flags, otherNames } from "./flags.ts";
import { emptyRead, type Finding, type Read } from "./read.ts";
import { splitWords, type Word } from "./split-words.ts";

/** A `docker run` line in our own words. Whether each value may be is judged by the API when it is saved. */
export type RunLine = Pick<Read, "name" | "container" | "health" | "variables"> & {
  image: string | undefined;
  findings: readonly Finding[];
};

/** Reads a whole line, or options alone, as Coolify keeps them. */
export function readRunLine(line: string): RunLine {
  const { words, stopped, openQuote } = splitWords(line);
  const read = emptyRead();
  if (openQuote !== undefined)
    read.tell(openQuote, "A quote is opened and never closed; what follows it was not read.");
  if (stopped !== undefined) read.tell(stopped, "What stands behind it is another command and was not read.");
  const rest = readOptions(read, withoutProgram(words));
  const [image, ...command] = rest;
  readCommand(read, command.map(textOf));
  for (const { text } of rest.filter(({ isExpanded }) => isExpanded)) tellExpanded(read, text);
  const { name, container, health, variables, findings } = read;
  return { image: image?.text || undefined, name, container, health, variables, findings };
}

const textOf = ({ text }: Word) => text;
const tellExpanded = ({ tell }: Read, text: string) =>
  tell(text, "Your shell would put something else in its place; it was taken as it stands.");

function withoutProgram(words: readonly Word[]): readonly Word[] {
  const at = words.findIndex(({ text }) => text === "run" || text === "create");
  const before = words.slice(0, Math.max(at, 0)).map(textOf);
  const isCall = at > 0 && before.every((text) => ["sudo", "docker", "podman", "container", "nerdctl"].includes(text));
  return isCall ? words.slice(at + 1) : words;
}

/** Gives back what stands behind the options: the image and its command. */
function readOptions(read: Read, words: readonly Word[]): readonly Word[] {
  let at = 0;
  while (at < words.length) {
    const word = words[at];
    if (!word?.text.startsWith("-") || word.text === "-") break;
    at += 1;
    if (word.text === "--") break;
    for (const { name, given, isLast } of optionsIn(word.text)) {
      const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
      const takesNext = flag?.takes === true && given === undefined && isLast;
      const next = takesNext ? words[at] : undefined;
      if (takesNext) at += 1;
      if (word.isExpanded || next?.isExpanded) tellExpanded(read, [word.text, ...(next ? [next.text] : [])].join(" "));
      readOne(read, { name, flag, given: given ?? next?.text });
    }
  }
  return words.slice(at);
}

type Option = { name: string; given: string | undefined; isLast: boolean };

/** `--memory=1g`, `-m1g`, `-it`: short ones without a value may stand together, and a value may follow at once. */
function optionsIn(text: string): Option[] {
  if (text.startsWith("--")) {
    const at = text.indexOf("=");
    const name = at < 0 ? text : text.slice(0, at);
    return [{ name: nameOf(name), given: at < 0 ? undefined : text.slice(at + 1), isLast: true }];
  }
  const options: Option[] = [];
  for (let at = 1; at < text.length; at++) {
    const name = nameOf(`-${text.charAt(at)}`);
    const rest = text.slice(at + 1);
    const takes = Object.hasOwn(flags, name) && flags[name]?.takes === true;
    if (takes) return [...options, { name, given: rest === "" ? undefined : rest.replace(/^=/, ""), isLast: true }];
    options.push({ name, given: undefined, isLast: rest === "" });
  }
  return options;
}

const nameOf = (name: string) => (Object.hasOwn(otherNames, name) ? (otherNames[name] ?? name) : name);

type Asked = { name: string; flag: Flag | undefined; given: string | undefined };

function readOne(read: Read, { name, flag, given }: Asked): void {
  read.flag = name;
  if (flag && !(flag.takes && given === undefined)) readValue(read, { name, flag, given });
  else if (flag) read.tell(name, "Its value is missing.");
  else read.tell(name, "This option is not known here. If a value follows it, check what was read behind it.");
}

function readValue(read: Read, { name, flag, given }: Asked & { flag: Flag }): void {
  try {
    flag.read(given ?? "", read);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    read.tell(given === undefined ? name : `${name} ${given}`, error.message);
  }
}

/** With an entrypoint of one's own the whole is one line for a shell, where nothing may be read twice. */
function readCommand({ container, entrypoint }: Read, command: readonly string[]): void {
  if (entrypoint !== undefined && entrypoint !== "") container.command = [entrypoint, ...command].map(quoted).join(" ");
  else if (command.length > 0) container.arguments = [...command];
}

const quoted = (word: string) => (/^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
