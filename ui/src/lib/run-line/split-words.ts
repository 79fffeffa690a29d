/** A word of a command line as a shell would hand it over; `isExpanded`: the shell would have put something else in its place. */
export type Word = { text: string; isExpanded: boolean };
/** `stopped`: what a shell would take for the end of the command, such as `|` or `&&`; what follows is not read. */
export type Words = { words: Word[]; stopped: string | undefined; openQuote: string | undefined };

const blank = /\s/;
const ends = ["&&", "||", "|", ";", "&", ">", "<", "#"];

/** By the rules of quoting of a POSIX shell. Nothing is expanded. */
export function splitWords(line: string): Words {
  const words: Word[] = [];
  const reader = { at: 0, words };
  let word: Word | undefined;
  const add = (text: string) => {
    word = { text: (word?.text ?? "") + text, isExpanded: word?.isExpanded ?? false };
  };
  const expands = () => {
    word = { text: word?.text ?? "", isExpanded: true };
  };
  const done = () => {
    if (word) reader.words.push(word);
    word = undefined;
  };
  while (reader.at < line.length) {
    const letter = line.charAt(reader.at);
    if (letter === "'" || letter === '"') {
      const quoted = quotedAt(line, reader.at);
      if (!quoted) return { words: reader.words, stopped: undefined, openQuote: letter };
      add(quoted.text);
      if (quoted.isExpanded) expands();
      reader.at = quoted.end;
    } else if (letter === "\\") {
      // A line that goes on has its end taken away.
      const next = /^\\\r?\n/.exec(line.slice(reader.at, reader.at + 3))?.[0];
      if (next === undefined) add(line.charAt(reader.at + 1));
      reader.at += next?.length ?? 2;
    } else if (blank.test(letter)) {
      done();
      reader.at += 1;
    } else {
      const end = ends.find((each) => line.startsWith(each, reader.at));
      if (end !== undefined && (end !== "#" || word === undefined)) {
        done();
        return { words: reader.words, stopped: end, openQuote: undefined };
      }
      if (letter === "$" || letter === "`") expands();
      add(letter);
      reader.at += 1;
    }
  }
  done();
  return { words: reader.words, stopped: undefined, openQuote: undefined };
}

/** undefined: it never ends. */
function quotedAt(line: string, start: number): (Word & { end: number }) | undefined {
  const quote = line.charAt(start);
  let text = "";
  let isExpanded = false;
  for (let at = start + 1; at < line.length; at++) {
    const letter = line.charAt(at);
    if (letter === quote) return { text, isExpanded, end: at + 1 };
    if (quote === '"' && letter === "\\" && '"\\$`\n'.includes(line.charAt(at + 1))) {
      at += 1;
      if (line.charAt(at) !== "\n") text += line.charAt(at);
      continue;
    }
    if (quote === '"' && (letter === "$" || letter === "`")) isExpanded = true;
    text += letter;
  }
  return undefined;
}
